// Temporary Access Passes, rescues, presets and single methods: what is told, and what is true in the tenant afterwards.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NORA, Simulator } from "./support/simulator.mjs";

const simulator = await Simulator.start();

const USER = NORA.userPrincipalName;
const kinds = async () => (await simulator.user(USER)).methods.map((method) => method.kind).sort();

test("issues a pass, shows it, and removes it", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const events = [];
  const issued = await client.issuePass(USER, { lifetimeMinutes: 90, onEvent: (event) => events.push(event) });
  assert.ok(issued.temporaryAccessPass.length >= 8);
  assert.ok(!JSON.stringify(events).includes(issued.temporaryAccessPass), "no event tells it");
  assert.equal((await client.getPass(USER)).pass.lifetimeMinutes, 90);
  await assert.rejects(client.issuePass(USER), { code: "passExists" });
  assert.equal((await client.issuePass(USER, { replace: true, startsAt: new Date(Date.now() + 3_600_000) })).replaced, true);
  assert.equal((await client.removePass(USER)).removed, true);
  assert.equal((await client.getPass(USER)).pass, undefined);
});

test("rescues: nobody is left with neither method nor pass", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  await assert.rejects(client.reset(USER, { preset: "compromised" }), { code: "invalidInput" });
  const rescued = await client.rescue(USER, { preset: "compromised", pass: { usableOnce: true } });
  assert.equal(rescued.outcome, "done");
  assert.equal(rescued.passStatus, "issued");
  assert.ok(rescued.temporaryAccessPass);
  assert.deepEqual(await kinds(), ["temporaryAccessPass"]);
});

test("names situations, and removes one method", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const presets = client.describe().presets.map(({ preset }) => preset);
  assert.deepEqual(presets, ["newPhone", "lostPhone", "compromised"]);
  assert.equal((await client.reset(USER, { preset: "newPhone" })).outcome, "done");
  assert.deepEqual(await kinds(), ["phone"]);
  await assert.rejects(client.removeMethod(USER, { kind: "password" }), { code: "invalidInput" });
  assert.equal((await client.removeMethod(USER, { kind: "phone" })).outcome, "done");
  assert.deepEqual(await kinds(), []);
});
