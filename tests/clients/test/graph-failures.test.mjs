// How Microsoft's Graph client takes what services do under load: its own middleware waits, repeats and gives up.

import assert from "node:assert/strict";
import { test } from "node:test";
import { GraphError, RetryHandlerOptions } from "@microsoft/microsoft-graph-client";
import { graphClient } from "../graph.mjs";
import { NORA, load, requests } from "../support.mjs";

const nora = NORA.userPrincipalName;

/** A tenant in which reading a person meets this fault. */
async function failing(answer, times) {
  return graphClient(await load({ faults: [{ method: "GET", path: "/users/*", times, answer }] }));
}

const reads = async () => (await requests()).filter((line) => line.includes("/users/")).map((line) => line.slice(-3));

test("a throttled request is repeated after the pause that the service asks for", async () => {
  const client = await failing({ status: 429, headers: { "Retry-After": "20" } }, 2);
  const began = Date.now();
  assert.equal((await client.api(`/users/${nora}`).get()).displayName, "Nora Lind");
  assert.deepEqual(await reads(), ["429", "429", "200"]);
  // The tenant asks for a hundredth of 20 seconds, twice.
  assert.ok(Date.now() - began >= 390, "the client waited");
});

test("throttling that does not end is a GraphError in the end", async () => {
  const client = await failing({ status: 429, headers: { "Retry-After": "1" } }, 99);
  await assert.rejects(client.api(`/users/${nora}`).get(), (error) => {
    assert.ok(error instanceof GraphError);
    assert.equal(error.statusCode, 429);
    assert.equal(error.code, "TooManyRequests");
    assert.equal(error.headers.get("Retry-After"), "0.01");
    return true;
  });
  assert.deepEqual(await reads(), ["429", "429", "429", "429"], "three repetitions are the client's default");
});

test("the quota of the audit log slows the client down, and stops it from nothing", async () => {
  const quotas = { reports: { amount: 2, perMs: 60_000 }, retryAfter: "fractional" };
  const client = graphClient(await load({ quotas }));
  const patient = [new RetryHandlerOptions(1, 10)];
  const ask = () => client.api("/auditLogs/directoryAudits").top(1).middlewareOptions(patient).get();
  await Promise.all(Array.from({ length: 6 }, ask));
  const statuses = (await requests()).filter((line) => line.includes("directoryAudits")).map((line) => line.slice(-3));
  assert.equal(statuses.filter((status) => status === "200").length, 6);
  assert.ok(statuses.includes("429"), "it was throttled meanwhile");
});

test("a service that is unavailable for a moment is asked again", async () => {
  const client = await failing({ status: 503, headers: { "Retry-After": "1" } }, 1);
  await client.api(`/users/${nora}`).get();
  assert.deepEqual(await reads(), ["503", "200"]);
});

test("a cut connection is an error without a status", async () => {
  const client = await failing({ drop: "beforeCommit" }, 1);
  await assert.rejects(client.api(`/users/${nora}`).get(), (error) => {
    assert.ok(error instanceof GraphError);
    assert.equal(error.statusCode, -1);
    return true;
  });
  assert.equal((await client.api(`/users/${nora}`).get()).displayName, "Nora Lind", "the next one is answered");
});
