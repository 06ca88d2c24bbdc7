// From the options of `connect` to what the engine takes: the credential's fields, its secret, and its hooks.

import type { ClientConfig, CredentialKind, Event } from "./contract.js";
import { type Host, type Visit, host } from "./engine.js";
import { MfaError } from "./error.js";
import type { Hooks } from "./glue/graph_mfa_wasm.js";
import type { ConnectOptions, Credential, SignInWindow, Way } from "./options.js";

/** What a credential comes down to. */
export interface EngineCredential {
  config: Partial<ClientConfig> & { credential: CredentialKind };
  secret?: string | undefined;
  hooks?: Partial<Hooks>;
  /** Sees every event of the client. */
  onEvent?: (event: Event) => void;
}

/** The options of a way of signing in. */
type Of<W extends Way> = Extract<ConnectOptions, Record<W, NonNullable<unknown>>>;

const WAYS: { [W in Way]: (options: Of<W>) => EngineCredential } = {
  clientSecret: ({ clientSecret }) => ({ config: { credential: "clientSecret" }, secret: clientSecret }),
  accessToken: ({ accessToken }) => ({ config: { credential: "accessToken" }, secret: accessToken }),
  getToken: ({ getToken }) => ({ config: { credential: "hostToken" }, hooks: { getToken } }),
  clientCertificate: ({ clientCertificate, signatureAlgorithm }) => {
    const { certificate, sign } = node("clientCertificate").certificate(clientCertificate);
    return signed(certificate, sign, signatureAlgorithm);
  },
  sign: ({ sign, certificate, signatureAlgorithm }) => signed(certificate, sign, signatureAlgorithm),
  federatedToken: ({ federatedToken }) => {
    const config = { credential: "federatedToken" } as const;
    if (typeof federatedToken === "function") {
      return { config, hooks: { getAssertion: federatedToken } };
    }
    const { readFile, environment } = node("federatedToken");
    return federatedToken === "environment"
      ? { config: { ...config, environment: environment().plain }, hooks: { readFile } }
      : { config: { ...config, tokenFile: federatedToken.file }, hooks: { readFile } };
  },
  managedIdentity: () => {
    const { readFile, environment } = node("managedIdentity");
    const { plain, secret } = environment();
    return {
      config: { credential: "managedIdentity", environment: plain },
      secret: Object.keys(secret).length > 0 ? JSON.stringify(secret) : undefined,
      hooks: { readFile },
    };
  },
  browser: ({ browser, loginHint }) => {
    const beginVisit = browser === true ? node("browser").beginVisit : () => windowVisit(browser);
    return { config: { credential: "browser", ...(loginHint !== undefined && { loginHint }) }, hooks: { beginVisit } };
  },
  deviceCode: ({ deviceCode }) => ({
    config: { credential: "deviceCode" },
    onEvent: (event) => {
      if (event.type === "deviceCode") {
        const { type: _, ...prompt } = event;
        deviceCode(prompt);
      }
    },
  }),
};

const FIELDS: readonly string[] = [...Object.keys(WAYS), "certificate", "signatureAlgorithm", "loginHint"];

/** Parts the options into the credential and the rest. */
export function parted<O extends ConnectOptions>(options: O): { credential: EngineCredential; rest: Omit<O, keyof Credential> } {
  const given = (Object.keys(WAYS) as Way[]).filter((way) => options[way as keyof ConnectOptions] !== undefined);
  const [way] = given;
  if (way === undefined || given.length > 1) {
    throw wrong(
      way === undefined ? "no credential is given" : `more than one credential is given: ${given.join(", ")}`,
      `give one of ${Object.keys(WAYS).join(", ")}`,
    );
  }
  const make = WAYS[way] as (options: ConnectOptions) => EngineCredential;
  const rest = Object.fromEntries(Object.entries(options).filter(([name]) => !FIELDS.includes(name)));
  return { credential: make(options), rest: rest as Omit<O, keyof Credential> };
}

function signed(
  certificate: string,
  sign: NonNullable<Hooks["sign"]>,
  signatureAlgorithm: ClientConfig["signatureAlgorithm"],
): EngineCredential {
  return {
    config: { credential: "hostSignature", certificate, ...(signatureAlgorithm && { signatureAlgorithm }) },
    hooks: { sign },
  };
}

/** A visit in a window of the program's own. */
function windowVisit({ redirectUri, show }: SignInWindow): Visit {
  const gone = new AbortController();
  let shown: Promise<string> | undefined;
  return {
    redirectUri,
    open({ url }) {
      shown = Promise.resolve(show(url, gone.signal));
      // Whoever asks for the answer hears of a failure; until then it is not unhandled.
      shown.catch(() => undefined);
      return true;
    },
    answer: () => shown,
    close: () => gone.abort(),
  };
}

function node(what: Way): Host {
  const found = host();
  if (found === undefined) {
    throw wrong(`${what} needs Node`, "sign in another way: in a browser, with a window of your own or with getToken");
  }
  return found;
}

function wrong(message: string, remedy: string): MfaError {
  return new MfaError({ code: "invalidConfiguration", message, remedy });
}
