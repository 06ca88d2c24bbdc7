// What Node has: a disk, and for signing in keys, files, the environment, and a browser that comes back to this machine.

import { spawn } from "node:child_process";
import { X509Certificate, constants, createPrivateKey, sign as signWith } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { env, platform } from "node:process";
import type { Host, Visit } from "./engine.js";
import { MfaError } from "./error.js";
import { quick } from "./glue/graph_mfa_wasm.js";
import { nodeStore } from "./node-store.js";
import type { PemCertificate, SignatureAsk } from "./options.js";

/** Node's part. */
export const nodeHost: Host = {
  store: nodeStore,
  readFile: (path) => readFile(path, "utf8"),
  environment,
  certificate,
  beginVisit,
};

/** The variables that the core wants to know, as far as they are set. */
function environment(): ReturnType<Host["environment"]> {
  const wanted = quick({ call: "describe" }) as { environment: string[]; secretEnvironment: string[] };
  const set = (names: string[]) =>
    Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
  return { plain: set(wanted.environment), secret: set(wanted.secretEnvironment) };
}

/** Reads a certificate and its key, and signs with the key. */
function certificate({ pem, passphrase }: PemCertificate): ReturnType<Host["certificate"]> {
  try {
    const key = createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase });
    const own = [...pem.matchAll(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)]
      .map(([text]) => new X509Certificate(text))
      .find((candidate) => candidate.checkPrivateKey(key));
    if (own === undefined) {
      throw new Error("no certificate in it belongs to the private key");
    }
    const sign = ({ algorithm, data }: SignatureAsk) =>
      algorithm === "ps256"
        ? signWith("sha256", data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
        : signWith("sha256", data, { key, padding: constants.RSA_PKCS1_PADDING });
    return { certificate: own.raw.toString("base64"), sign };
  } catch (thrown) {
    // OpenSSL's sentences name the step that failed, never what was read.
    const why = thrown instanceof Error ? thrown.message : "it cannot be read";
    throw new MfaError({
      code: "invalidConfiguration",
      message: `clientCertificate: the certificate cannot be used: ${why}`,
      subject: "clientCertificate",
      remedy: "give certificate and RSA key as PEM, and the passphrase where there is one",
    });
  }
}

const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  // The address holds the code: nothing may keep it or pass it on.
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "Content-Security-Policy": "default-src 'none'",
  Connection: "close",
};

/** Listens on a free port of this machine until the browser comes back. */
async function beginVisit(): Promise<Visit> {
  let state: string | undefined;
  let arrive: (address: string) => void = () => undefined;
  const arrived = new Promise<string>((resolve) => {
    arrive = resolve;
  });
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? "/", redirectUri);
    // Anybody on this machine can knock; only the right state is let in.
    const mine = request.method === "GET" && address.pathname === "/" && address.searchParams.get("state") === state;
    const title = !mine ? "Not here" : address.searchParams.has("error") ? "Not signed in" : "Signed in";
    const text = mine ? "You can close this page." : "This is not the sign-in that is being waited for.";
    response.writeHead(mine ? 200 : 404, HEADERS);
    response.end(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`,
    );
    if (mine) {
      arrive(address.href);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "localhost", resolve);
  });
  // Entra accepts any port for localhost, and for no other name.
  const redirectUri = `http://localhost:${server.address().port}`;
  return {
    redirectUri,
    open(ask) {
      state = ask.state;
      return openBrowser(ask.url);
    },
    answer: () => arrived,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Opens the system's browser. Whether that worked. */
function openBrowser(url: string): Promise<boolean> {
  const [command, ...before]: [string, ...string[]] =
    platform === "darwin" ? ["open"] : platform === "win32" ? ["rundll32", "url.dll,FileProtocolHandler"] : ["xdg-open"];
  return new Promise((resolve) => {
    const child = spawn(command, [...before, url], { stdio: "ignore", detached: true });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
    // A browser that stays in the foreground has opened.
    const patience = setTimeout(resolve, 3000, true) as unknown as { unref(): void };
    patience.unref();
    child.unref();
  });
}
