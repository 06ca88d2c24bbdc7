// Long answers: rows that are handed out while the service is read, and no faster than they are taken.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NORA, Simulator } from "./support/simulator.mjs";

const simulator = await Simulator.start();

const DESK = { displayName: "Desk Admin", userPrincipalName: "desk.admin@fabrikam.example", roles: ["Reports Reader"] };
const people = Array.from({ length: 8 }, (_, number) => ({
  displayName: number === 0 ? "=1+1" : `Person ${number}`,
  userPrincipalName: `person${number}@fabrikam.example`,
}));
const tenant = {
  rules: { maxPageSize: 2 },
  users: [NORA, DESK, ...people],
  audits: Array.from({ length: 9 }, (_, number) => ({
    at: `2026-08-19T0${number}:30:00Z`,
    kind: "methodDeleted",
    method: "phone",
    by: DESK.userPrincipalName,
    on: NORA.userPrincipalName,
  })),
};
const SINCE = "2026-08-19T00:00:00Z";

async function all(parts) {
  const gathered = [];
  for await (const part of parts) {
    gathered.push(part);
  }
  return gathered;
}

test("the registration report comes person by person, its summary at the end", async (t) => {
  await simulator.load(tenant);
  const client = await simulator.connect(t);
  const report = client.registrationReport();
  assert.equal(report.summary, undefined);
  const rows = await all(report);
  assert.equal(rows.length, 10);
  assert.equal(rows.find((row) => row.id && row.displayName === "Nora Lind")?.mfaCapable, true);
  assert.equal(report.summary.people, 10);
  assert.match(report.summary.freshness, /^the service last looked/);
  const open = await all(client.registrationReport({ onlyNotCapable: true, onlyAdministrators: true }));
  assert.deepEqual(open.map((row) => row.displayName), ["Desk Admin"]);
});

test("the same as text, in parts that are written one after the other", async (t) => {
  await simulator.load(tenant);
  const client = await simulator.connect(t);
  const csv = (await all(client.registrationReport().toCsv())).join("");
  assert.equal(csv.split("\r\n").length, 12);
  assert.ok(csv.startsWith('"userPrincipalName","displayName"') && csv.includes(`"'=1+1"`));
  const lines = (await all(client.registrationReport().toJsonLines())).join("").trimEnd().split("\n");
  assert.equal(lines.map((line) => JSON.parse(line)).length, 10);
});

test("audit entries come while the log is read, newest first, and tell the same as at once", async (t) => {
  await simulator.load(tenant);
  const client = await simulator.connect(t);
  const entries = client.auditEntries({ since: new Date(SINCE) });
  const told = await all(entries);
  assert.deepEqual(told, (await client.whoReset({ since: SINCE })).entries);
  assert.equal(entries.summary.resetCount, 9);
  assert.equal(entries.summary.coverage.from, SINCE);
});

test("whoever takes rows slowly is not overtaken, and leaving the loop stops the reading", async (t) => {
  await simulator.load(tenant);
  const client = await simulator.connect(t);
  const pages = [];
  const onEvent = (event) => {
    assert.notEqual(event.type, "registrationRows", "rows are for the loop alone");
    if (event.type === "reading") {
      pages.push(event.pages);
    }
  };
  for await (const _ of client.registrationReport({ onEvent })) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    break;
  }
  assert.ok(pages.length <= 2, `${pages.length} pages were read for one row`);
});

test("a refusal and a stop reach whoever iterates", async (t) => {
  await simulator.load({ ...tenant, rules: { premium: false } });
  const free = await simulator.connect(t);
  await assert.rejects(all(free.registrationReport()), { name: "MfaError", code: "licenceMissing" });
  await simulator.load(tenant);
  const client = await simulator.connect(t);
  await assert.rejects(all(client.registrationReport({ administrativeUnit: "South" })), { code: "scopeNotFound" });
  const stop = new AbortController();
  const reading = async () => {
    for await (const _ of client.registrationReport({ signal: stop.signal })) {
      stop.abort();
    }
  };
  await assert.rejects(reading(), (error) => error.name === "AbortError" || error.code === "cancelled");
});
