// The few functions of Node that the package uses, so that it need not depend on Node's type package.

declare module "node:fs" {
  export const constants: { O_WRONLY: number; O_APPEND: number };
}

declare module "node:fs/promises" {
  export interface FileHandle {
    read(into: Uint8Array, at: number, length: number, position: number): Promise<{ bytesRead: number }>;
    writeFile(bytes: Uint8Array): Promise<void>;
    truncate(length: number): Promise<void>;
    datasync(): Promise<void>;
    sync(): Promise<void>;
    close(): Promise<void>;
  }
  export function open(path: string, flags: string | number): Promise<FileHandle>;
  export function rename(from: string, to: string): Promise<void>;
  export function unlink(path: string): Promise<void>;
  export function readFile(path: URL): Promise<Uint8Array>;
  export function readFile(path: string, encoding: "utf8"): Promise<string>;
}

declare module "node:process" {
  export const env: Record<string, string | undefined>;
  export const platform: string;
  export const pid: number;
}

declare module "node:crypto" {
  export interface KeyObject {
    readonly type: "private";
  }
  export class X509Certificate {
    constructor(pem: string);
    readonly raw: Uint8Array & { toString(encoding: "base64"): string };
    checkPrivateKey(key: KeyObject): boolean;
  }
  export function randomUUID(): string;
  export const constants: { RSA_PKCS1_PADDING: number; RSA_PKCS1_PSS_PADDING: number };
  export function createPrivateKey(key: string | { key: string; passphrase: string }): KeyObject;
  export function sign(
    algorithm: "sha256",
    data: Uint8Array,
    options: { key: KeyObject; padding: number; saltLength?: number },
  ): Uint8Array;
}

declare module "node:os" {
  export function hostname(): string;
}

declare module "node:path" {
  export function dirname(path: string): string;
}

declare module "node:http" {
  export interface Server {
    once(event: "error", listener: (error: Error) => void): void;
    listen(port: number, host: string, listening: () => void): void;
    address(): { port: number };
    close(): void;
    closeAllConnections(): void;
  }
  export function createServer(
    listener: (
      request: { url?: string; method?: string },
      response: { writeHead(status: number, headers: Record<string, string>): void; end(body: string): void },
    ) => void,
  ): Server;
}

declare module "node:child_process" {
  export interface ChildProcess {
    once(event: "error", listener: () => void): void;
    once(event: "exit", listener: (code: number | null) => void): void;
    unref(): void;
  }
  export function spawn(
    command: string,
    arguments_: string[],
    options: { stdio: "ignore"; detached: boolean },
  ): ChildProcess;
}
