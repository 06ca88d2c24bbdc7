// Runs of many people: person by person, with a journal on the disk or where the caller keeps it.

import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Simulator } from "./support/simulator.mjs";

const simulator = await Simulator.start();

const COUNT = 12;
const name = (number) => `person${number}@fabrikam.example`;
const numbers = Array.from({ length: COUNT }, (_, number) => number);
const tenant = {
  users: numbers.map((number) => ({
    displayName: `Person ${number}`,
    userPrincipalName: name(number),
    methods: [{ kind: "phone" }, { kind: "softwareOath" }],
  })),
};
const EACH = { each: { operation: "reset" }, case: { requestedBy: "desk@fabrikam.example", ticket: "INC1" } };

async function folder(t) {
  const path = await mkdtemp(join(tmpdir(), "graph-mfa-"));
  t.after(() => rm(path, { recursive: true }));
  return path;
}

async function connect(t, options) {
  await simulator.load(tenant);
  return simulator.connect(t, { ...simulator.options, ...options });
}

async function all(parts) {
  const gathered = [];
  for await (const part of parts) {
    gathered.push(part);
  }
  return gathered;
}

/** Who still has a telephone or a software token. */
async function untouched() {
  const people = await Promise.all(numbers.map((number) => simulator.user(name(number))));
  return people.filter(({ methods }) => methods.some(({ kind }) => kind === "phone" || kind === "softwareOath")).length;
}

test("a plan tells what would come of each, and of the rows that cannot be used", async (t) => {
  const client = await connect(t);
  const badRows = [];
  const csv = `UPN;Ticket\n${name(0)};A\n${name(1)};\n${name(0)};A\nnobody@fabrikam.example;\n`;
  const plan = client.planRun({ from: "text", text: csv }, { ...EACH, onBadRows: (rows) => badRows.push(...rows) });
  assert.equal(plan.summary, undefined);
  const people = await all(plan);
  assert.deepEqual(people.map(({ line }) => line).sort(), [2, 3]);
  assert.deepEqual(badRows.map(({ line, duplicate }) => [line, duplicate]), [[4, true], [5, false]]);
  assert.equal(plan.summary.estimate.people, 2);
  assert.equal(await untouched(), COUNT);
});

test("a run from a file keeps its journal on the disk, which verifies and proves it", async (t) => {
  const path = await folder(t);
  const [input, file, page] = ["people.csv", "people.journal", "proof.html"].map((part) => join(path, part));
  await writeFile(input, `\ufeffUser Principal Name\r\n${numbers.map(name).join("\r\n")}\r\n`, "utf16le");
  const client = await connect(t);
  const progress = [];
  const onEvent = (event) => {
    assert.notEqual(event.type, "runPeople", "people are for the loop alone");
    progress.push(event.type);
  };
  const run = client.startRun({ from: "file", path: input }, { ...EACH, file, onEvent });
  const people = await all(run);
  assert.equal(people.length, COUNT);
  assert.ok(people.every(({ outcome }) => outcome === "done"), JSON.stringify(people));
  assert.equal(run.summary.status, "done");
  assert.ok(progress.includes("runEstimated"));
  assert.equal(await untouched(), 0);
  const journal = await readFile(file, "utf8");
  assert.ok(journal.endsWith("\n") && journal.includes("INC1"));
  assert.deepEqual((await readdir(path)).sort(), ["people.csv", "people.journal"]);
  const report = await client.verifyJournal({ file, expectHead: run.summary.head });
  assert.equal(report.intact, true);
  assert.equal(report.finished, true);
  const csv = (await all(client.exportProof({ file, format: "csv" }))).join("");
  assert.equal(csv.trimEnd().split("\r\n").length, COUNT + 1);
  assert.equal((await client.exportProof({ file, format: "html", to: page }).end()).intact, true);
  assert.match(await readFile(page, "utf8"), /^<!doctype html>/i);
  await assert.rejects(client.startRun([name(0)], { ...EACH, file }).end(), { name: "MfaError" });
  await writeFile(file, journal.replace("INC1", "INC2"));
  assert.equal((await client.verifyJournal({ file })).intact, false);
});

test("a run begins once, and an empty loop asks nobody", async (t) => {
  const client = await connect(t, { journal: { write: () => undefined } });
  const run = client.startRun([name(0)], EACH);
  assert.equal((await run.end()).done, 1);
  await assert.rejects(all(run), { name: "MfaError", code: "invalidInput" });
});

test("a run whose journal fails is resumed from what the caller kept", async (t) => {
  let lines = "";
  let writes = 0;
  const journal = {
    write: async (more) => {
      writes += 1;
      if (writes > 3) {
        throw new Error("the database went away");
      }
      lines += more;
    },
    read: () => lines,
  };
  const client = await connect(t, { journal });
  const stopped = client.startRun(numbers.map(name), EACH);
  const why = await stopped.end().then(
    ({ status, error }) => `${status} ${error?.message}`,
    (error) => error.message,
  );
  assert.match(why, /the database went away/);
  assert.ok(lines.startsWith("{") && lines.endsWith("\n"));
  const kept = {
    write: (more) => {
      lines += more;
    },
    // In parts of any length.
    async *read() {
      for (let at = 0; at < lines.length; at += 777) {
        yield lines.slice(at, at + 777);
      }
    },
  };
  const again = await simulator.connect(t, { ...simulator.options, journal: kept });
  const run = again.resumeRun();
  await all(run);
  assert.equal(run.summary.status, "done");
  assert.equal(run.summary.done, COUNT);
  assert.equal(await untouched(), 0);
  const report = await again.verifyJournal({ expectHead: run.summary.head });
  assert.equal(report.intact, true);
  assert.equal(report.unfinished, 0);
});

test("whoever leaves the loop is told how it ended, and that nobody is left in between", async (t) => {
  let lines = "";
  const journal = { write: (more) => void (lines += more), read: () => lines };
  const client = await connect(t, { journal });
  const run = client.startRun(numbers.map(name), EACH);
  for await (const person of run) {
    assert.equal(person.outcome, "done");
    break;
  }
  assert.equal(run.summary.done + run.summary.unfinished + run.summary.partial, COUNT);
  assert.equal((await client.verifyJournal({ expectHead: run.summary.head })).intact, true);
});

test("nothing is written when the journal cannot be", async (t) => {
  const journal = { write: () => Promise.reject(new Error("the database is full")) };
  const client = await connect(t, { journal });
  await assert.rejects(client.startRun([name(0)], EACH).end(), (error) => {
    assert.equal(error.code, "fileFailed");
    return error.message.includes("the database is full");
  });
  assert.equal(await untouched(), COUNT);
});
