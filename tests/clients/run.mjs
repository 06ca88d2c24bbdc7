// Starts the simulated tenant over HTTPS, and the tests in a Node that trusts its certificate authority.
//
//   GRAPH_SIM=…/graph-sim node run.mjs [FILE…]

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const binary = process.env.GRAPH_SIM ?? join(here, "../../target/debug/graph-sim");

/** The files to run: those that are named, else all. */
async function testFiles() {
  const named = process.argv.slice(2);
  const all = (await readdir(join(here, "test"))).filter((name) => name.endsWith(".test.mjs"));
  return named.length > 0 ? named : all.sort().map((name) => join(here, "test", name));
}

/** Starts the tenant; resolves when it has said where it is. */
async function startTenant(caFile) {
  const args = ["serve", "--users", "0", "--https", "--ca-file", caFile, "--admin", "--exit-with-stdin"];
  const child = spawn(binary, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${binary} ended with ${code} before it served`)));
  });
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), ended]);
  ended.catch(() => {});
  return { child, admin: JSON.parse(line).admin };
}

const folder = await mkdtemp(join(tmpdir(), "graph-sim-clients-"));
try {
  const caFile = join(folder, "ca.pem");
  const tenant = await startTenant(caFile);
  // The tenant is on this machine: nothing goes through a proxy, whatever the machine is told otherwise.
  const { HTTP_PROXY, HTTPS_PROXY, http_proxy, https_proxy, ALL_PROXY, all_proxy, ...environment } = process.env;
  // One file after the other: each test makes the tenant that it needs.
  const tests = spawn(process.execPath, ["--test", "--test-concurrency=1", "--test-timeout=60000", ...(await testFiles())], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...environment, NODE_EXTRA_CA_CERTS: caFile, GRAPH_SIM_ADMIN: tenant.admin },
  });
  const [code] = await once(tests, "exit");
  process.exitCode = code ?? 1;
  tenant.child.stdin.end();
  await once(tenant.child, "exit");
} finally {
  await rm(folder, { recursive: true });
}
