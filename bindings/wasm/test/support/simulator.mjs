// A simulated tenant over HTTP, and clients of it. Every test file starts its own.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BINARY = process.env.GRAPH_SIM ?? fileURLToPath(new URL("../../../../target/debug/graph-sim", import.meta.url));

/** What the tenant and the clients make of a delay: seconds become milliseconds. */
const DELAY_SCALE = 0.001;

/** A person with a default that must go last. */
export const NORA = {
  displayName: "Nora Lind",
  userPrincipalName: "nora.lind@fabrikam.example",
  default: "push",
  methods: [{ kind: "microsoftAuthenticator" }, { kind: "phone" }],
};

export class Simulator {
  #startup;

  /** Starts the program. It ends when this process does, because its standard input ends then. */
  static async start() {
    const child = spawn(BINARY, ["serve", "--admin", "--exit-with-stdin"], { stdio: ["pipe", "pipe", "inherit"] });
    const failed = once(child, "error").then(([error]) => Promise.reject(error));
    const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), failed]);
    for (const part of [child, child.stdin, child.stdout]) {
      part.unref();
    }
    const simulator = new Simulator();
    simulator.#startup = JSON.parse(line);
    return simulator;
  }

  /** Addresses and credentials. */
  get startup() {
    return this.#startup;
  }

  /** Makes a tenant of its own for one test: Nora, and whatever else the scenario says. */
  async load({ rules, ...scenario } = {}) {
    const tenant = { users: [NORA], ...scenario, rules: { delayScale: DELAY_SCALE, ...rules } };
    this.#startup = await this.admin("PUT", "/scenario", tenant);
    await this.admin("DELETE", "/log");
  }

  async admin(method, path, body) {
    const answer = await fetch(this.#startup.admin + path, { method, body: body && JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** The truth about a person. */
  user(key) {
    return this.admin("GET", `/state/users/${encodeURIComponent(key)}`);
  }

  /** Every request since the tenant was made. */
  log() {
    return this.admin("GET", "/log");
  }

  /** An access token as Entra would issue it. */
  async token(spec = {}) {
    return (await this.admin("POST", "/tokens", spec)).accessToken;
  }

  get testTenant() {
    return { graph: this.#startup.graph, login: this.#startup.login, delayScale: DELAY_SCALE };
  }

  /** Options of a client that signs in with the application's secret. */
  get options() {
    const { tenantId: tenant, clientId, clientSecret } = this.#startup;
    return { tenant, clientId, clientSecret, testTenant: this.testTenant };
  }

  /** A client that is closed when the test ends. */
  async connect(test, options = this.options) {
    // Imported here, so that a test of another entry point can use the rest of this file.
    const { MfaClient } = await import("graph-mfa");
    const client = await MfaClient.connect({ testTenant: this.testTenant, ...options });
    test.after(() => client.close());
    return client;
  }
}

/** Options that sign in with whatever is given instead of the application's secret. */
export function otherCredential(simulator, credential) {
  return { testTenant: simulator.testTenant, ...credential };
}
