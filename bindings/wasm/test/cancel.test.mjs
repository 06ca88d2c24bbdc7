// Stopping a call with an AbortSignal.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { NORA, Simulator } from "./support/simulator.mjs";

const simulator = await Simulator.start();

const USER = NORA.userPrincipalName;
const SLOW = { path: "/users/**", times: 100, answer: { delayMs: 20_000_000 } };

test("a signal that is aborted already sends nothing", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const reason = new Error("changed my mind");
  const signal = AbortSignal.abort(reason);
  for (const call of [
    client.getUser(USER, { signal }),
    client.findUsers("nora", { signal }),
    client.listMethods(USER, { signal }),
    client.planReset(USER, { signal }),
    client.reset(USER, { signal }),
    client.revokeSessions(USER, { signal }),
    client.whoReset({ signal }),
  ]) {
    await assert.rejects(call, { name: "MfaError", code: "cancelled", cause: reason });
  }
  assert.deepEqual(await simulator.log(), []);
});

test("a read stops at once", async (t) => {
  await simulator.load({ faults: [SLOW] });
  const client = await simulator.connect(t);
  const started = performance.now();
  const signal = AbortSignal.timeout(100);
  await assert.rejects(client.getUser(USER, { signal }), (error) => {
    return error.code === "cancelled" && error.cause === signal.reason;
  });
  assert.ok(performance.now() - started < 5000, "it did not wait for the answer");
});

test("an abandoned request is aborted on the wire, and its timer is taken back", async (t) => {
  await simulator.load({ faults: [SLOW] });
  const signals = [];
  const spy = (url, init) => {
    signals.push(init.signal);
    return fetch(url, init);
  };
  const client = await simulator.connect(t, { ...simulator.options, fetch: spy });
  const stop = new AbortController();
  const call = client.getUser(USER, { signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  await assert.rejects(call, { code: "cancelled" });
  assert.ok(signals.length > 0 && signals.every((signal) => signal.aborted));
  assert.deepEqual(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout"), []);
});

test("a reset that has begun stops before its next write, and says what was done", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const stop = new AbortController();
  const outcome = await client.reset(USER, {
    signal: stop.signal,
    onEvent: (event) => event.type === "stepFinished" && stop.abort(),
  });
  assert.equal(outcome.outcome, "partial");
  assert.ok(outcome.notes.some((note) => note.code === "cancelled"));
  assert.deepEqual(outcome.steps.map((step) => step.status), ["done", "notStarted"]);
  assert.equal((await simulator.user(USER)).writes, 1);
});

test("no listener stays on the signal", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const { signal } = new AbortController();
  await client.getUser(USER, { signal });
  await assert.rejects(client.getUser("nobody@fabrikam.example", { signal }));
  assert.deepEqual(getEventListeners(signal, "abort"), []);
});
