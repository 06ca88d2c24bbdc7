// Loads the WebAssembly module, once for the whole program.

import load, { type InitInput, type Store } from "./glue/graph_mfa_wasm.js";
import type { PemCertificate, Sign } from "./options.js";

/** One visit of a browser to the sign-in page. */
export interface Visit {
  /** Where the browser comes back to. */
  readonly redirectUri: string;
  /** Shows the page; whether a browser was opened. Answers that carry another state are passed over. */
  open(ask: { url: string; state: string }): boolean | Promise<boolean>;
  /** The whole address that the browser was sent to in the end. */
  answer(): Promise<string> | undefined;
  /** Nobody waits any more. */
  close(): void;
}

/** What a host has that not every host has: files, and what signing in takes. */
export interface Host {
  store: Store;
  readFile(path: string): Promise<string>;
  environment(): { plain: Record<string, string>; secret: Record<string, string> };
  certificate(pem: PemCertificate): { certificate: string; sign: Sign };
  beginVisit(): Promise<Visit>;
}

/** What an entry point knows about where it runs. */
export interface Platform {
  /** Reads the module that lies beside the entry point. */
  readModule: () => Promise<ModuleSource>;
  /** Whether requests may carry a `User-Agent` of ours. */
  sendUserAgent: boolean;
  /** What else it can do for a sign-in. */
  host?: Host;
}

/** The WebAssembly module: its bytes, a response that holds them, or where to fetch them. */
export type ModuleSource = ArrayBuffer | Uint8Array | Response | URL;

let platform: Platform | undefined;
let loading: Promise<unknown> | undefined;

/** Called by the entry point. */
export function setPlatform(given: Platform): void {
  platform = given;
}

/** Whether requests may carry a `User-Agent` of ours. */
export function sendsUserAgent(): boolean {
  return platform?.sendUserAgent ?? false;
}

/** What this place can do for a sign-in. */
export function host(): Host | undefined {
  return platform?.host;
}

/**
 * Loads the WebAssembly module. `MfaClient.connect` does this by itself. Call it before, with the module, where
 * the package's own file cannot be found at run time: some bundlers do not copy it.
 */
export async function initialize(source?: ModuleSource): Promise<void> {
  loading ??= read(source).then((module) => load({ module_or_path: module as InitInput }));
  try {
    await loading;
  } catch (error) {
    // The next call may try again.
    loading = undefined;
    throw error;
  }
}

async function read(source: ModuleSource | undefined): Promise<ModuleSource> {
  if (source !== undefined) {
    return source;
  }
  if (platform === undefined) {
    throw new Error("graph-mfa was not imported through its entry point");
  }
  return platform.readModule();
}
