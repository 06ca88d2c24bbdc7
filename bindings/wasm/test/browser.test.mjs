// The entry point for browsers, loaded from its folder and given the module's bytes.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { MfaClient, initialize } from "../dist/browser.js";
import { NORA, Simulator } from "./support/simulator.mjs";

const simulator = await Simulator.start();
await simulator.load();

test("fetches the module that lies beside it, and tries again after a failure", async () => {
  const asked = [];
  const { fetch } = globalThis;
  globalThis.fetch = async (url) => {
    asked.push(String(url));
    return Promise.reject(new TypeError("offline"));
  };
  try {
    await assert.rejects(initialize(), { message: "offline" });
    await assert.rejects(initialize(), { message: "offline" });
  } finally {
    globalThis.fetch = fetch;
  }
  const module = new URL("../dist/glue/graph_mfa_wasm_bg.wasm", import.meta.url);
  assert.deepEqual(asked, [module.href, module.href]);

  const headers = { "content-type": "application/wasm" };
  await initialize(new Response(await readFile(module), { headers }));
});

test("leaves the browser's name to the browser", async (t) => {
  const seen = [];
  const spy = (url, init) => {
    seen.push(Object.keys(init.headers));
    return fetch(url, init);
  };
  const client = await MfaClient.connect({ ...simulator.options, fetch: spy });
  t.after(() => client.close());
  assert.equal((await client.getUser(NORA.userPrincipalName)).displayName, "Nora Lind");
  assert.ok(seen.length > 0 && seen.flat().every((name) => name !== "user-agent"));
});
