// Every operation, end to end: what it answers, and what is true in the tenant afterwards.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NORA, Simulator } from "./support/simulator.mjs";

const simulator = await Simulator.start();

const USER = NORA.userPrincipalName;

test("finds people and says when there are more", async (t) => {
  await simulator.load({ users: [NORA, { displayName: "Nora Berg" }, { displayName: "Ben Haugen" }] });
  const client = await simulator.connect(t);
  const found = await client.findUsers("nora");
  assert.deepEqual(found.users.map((user) => user.displayName).sort(), ["Nora Berg", "Nora Lind"]);
  assert.equal(found.more, false);
  assert.equal((await client.findUsers("nora", { limit: 1 })).more, true);
});

test("reads a person and the methods", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const user = await client.getUser(USER);
  assert.equal(user.displayName, "Nora Lind");
  const { methods, defaultMethod } = await client.listMethods(user.id);
  assert.deepEqual(methods.map((method) => method.kind).sort(), ["microsoftAuthenticator", "password", "phone"]);
  assert.equal(defaultMethod, "push");
});

test("plans a reset, and carries out exactly that plan", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const { plan, inspection } = await client.planReset(USER, { scope: "everything" });
  assert.deepEqual(plan.steps.map((step) => step.kind), ["phone", "microsoftAuthenticator"]);
  assert.equal((await simulator.user(USER)).writes, 0);

  const request = { user: USER, scope: "everything" };
  assert.deepEqual(client.quick({ call: "plan", inspection, request }).plan, plan);

  const { fingerprint } = plan;
  const outcome = await client.reset(USER, { scope: "everything", fingerprint, revokeSessions: true });
  assert.equal(outcome.outcome, "done");
  assert.equal(outcome.sessionsRevoked, true);
  assert.deepEqual((await simulator.user(USER)).methods, []);

  await simulator.admin("PUT", "/scenario", { users: [{ ...NORA, methods: [{ kind: "phone" }], default: "sms" }] });
  await assert.rejects(client.reset(USER, { fingerprint }), { name: "MfaError" });
});

test("keeps what it is told to keep", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const kept = await client.planReset(USER, { scope: "everything", keep: ["phone"], kinds: undefined });
  assert.deepEqual(kept.plan.steps.map((step) => step.action), ["setDefault", "delete"]);
  assert.ok(kept.plan.stays.some((stay) => stay.kind === "phone" && stay.reason === "kept"));
  const listed = await client.planReset(USER, { scope: "kinds", kinds: ["phone"] });
  assert.deepEqual(listed.plan.steps.map((step) => step.kind), ["phone"]);
});

test("tells what happens while it happens", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const events = [];
  await client.reset(USER, {
    onEvent: (event) => {
      events.push(event);
      throw new Error("a broken progress bar");
    },
  });
  const types = events.map((event) => event.type);
  for (const type of ["request", "inspected", "planned", "stepStarted", "stepFinished", "verified"]) {
    assert.ok(types.includes(type), `${type} in ${types}`);
  }
  assert.equal(types.filter((type) => type === "stepFinished").length, 2);
});

test("revokes sessions", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const before = (await simulator.user(USER)).signInSessionsValidFromDateTime;
  const revoked = await client.revokeSessions(USER);
  assert.equal(revoked.sessionsRevoked, true);
  assert.notEqual((await simulator.user(USER)).signInSessionsValidFromDateTime, before);
});

test("tells who reset whom, and takes dates", async (t) => {
  const admin = { displayName: "Desk Admin", userPrincipalName: "desk.admin@fabrikam.example" };
  const reset = { at: "2026-08-19T07:30:00Z", kind: "portalReregistration", by: admin.userPrincipalName, on: USER };
  await simulator.load({ users: [NORA, admin], audits: [reset] });
  const client = await simulator.connect(t);
  const since = new Date("2026-08-18T00:00:00Z");
  const { resets } = await client.whoReset({ user: USER, since, until: "2026-08-20T09:00:00Z" });
  assert.equal(resets.length, 1);
  assert.equal(resets[0].actor.userPrincipalName, admin.userPrincipalName);
  assert.equal(resets[0].byPortalButton, true);
});

test("does any operation that is given as data", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const answer = await client.run({ operation: "planReset", user: USER, keep: undefined, revokeSessions: undefined });
  assert.equal(answer.operation, "planReset");
  assert.equal(answer.plan.user.userPrincipalName, USER);
});

test("describes itself without a tenant", async (t) => {
  const client = await simulator.connect(t);
  const { version, operations, errorCodes, methodKinds } = client.describe();
  assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.ok(operations.includes("reset"));
  assert.ok(errorCodes.some(({ word }) => word === "cancelled"));
  assert.ok(methodKinds.some(({ word }) => word === "fido2"));
});

test("carries the case, and overrides the guard for one person who is named again", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t, { ...simulator.options, protectedUsers: [USER] });
  const ticketed = { reason: "lost phone", ticket: "4711" };
  await assert.rejects(client.reset(USER, { case: ticketed }), { name: "MfaError", code: "guarded" });
  assert.equal((await client.planReset(USER, { case: ticketed })).refused.code, "guarded");
  const overridden = { ...ticketed, overrideGuard: USER };
  assert.equal((await client.reset(USER, { case: overridden })).outcome, "done");
  assert.equal((await client.revokeSessions(USER, { case: overridden })).sessionsRevoked, true);
});
