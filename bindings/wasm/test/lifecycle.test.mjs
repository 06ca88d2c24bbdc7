// Closing clients, and what is left of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MfaClient } from "graph-mfa";
import { initSync } from "../dist/glue/graph_mfa_wasm.js";
import { NORA, Simulator } from "./support/simulator.mjs";

const simulator = await Simulator.start();
await simulator.load();

const USER = NORA.userPrincipalName;

test("a closed client refuses every call, and closing twice is fine", async () => {
  const client = await MfaClient.connect(simulator.options);
  client.close();
  client.close();
  const closed = { name: "MfaError", code: "invalidInput", message: "the client is closed" };
  for (const call of [
    () => client.getUser(USER),
    () => client.findUsers("nora"),
    () => client.reset(USER),
    () => client.run({ operation: "getUser", user: USER }),
  ]) {
    await assert.rejects(call, closed);
  }
  assert.throws(() => client.describe(), closed);
});

test("a call that is running when its client closes goes on to its end", async () => {
  const client = await MfaClient.connect(simulator.options);
  const call = client.getUser(USER);
  client.close();
  assert.equal((await call).userPrincipalName, USER);
});

test("a client may be closed from inside its own callback", async () => {
  const client = await MfaClient.connect(simulator.options);
  const found = await client.findUsers("nora", { onEvent: () => client.close() });
  assert.equal(found.users.length, 1);
});

test("a using block closes its client", async () => {
  const client = await MfaClient.connect(simulator.options);
  assert.equal(typeof client[Symbol.dispose], "function");
  client[Symbol.dispose]();
  await assert.rejects(client.getUser(USER), { message: "the client is closed" });
});

test("clients leave no memory behind", async () => {
  // The module is loaded already; this only answers with its memory.
  const { memory } = initSync({ module: new ArrayBuffer(0) });
  const round = async () => {
    const client = await MfaClient.connect(simulator.options);
    const stop = new AbortController();
    await client.listMethods(USER, { onEvent: () => {}, signal: stop.signal });
    await assert.rejects(client.getUser(USER, { signal: AbortSignal.abort() }));
    await assert.rejects(client.getUser("nobody@fabrikam.example"));
    client.close();
  };
  const rounds = async (count) => {
    for (let i = 0; i < count; i++) await round();
    return memory.buffer.byteLength;
  };
  const warm = await rounds(20);
  assert.equal(await rounds(150), warm);
});
