// The one function of Node that the package uses, so that it need not depend on Node's type package.
declare module "node:fs/promises" {
  export function readFile(path: URL): Promise<Uint8Array>;
}
