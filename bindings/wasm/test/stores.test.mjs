// Where runs keep their journals: Node's disk, or what the caller gives.

import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { KEPT, storeOf } from "../dist/journal.js";
import { nodeStore } from "../dist/node-store.js";

const bytes = (text) => new TextEncoder().encode(text);
const text = (read) => new TextDecoder().decode(read);
const MISSING = { code: "ENOENT" };
const EXISTS = { code: "EEXIST" };

async function folder(t) {
  const path = await mkdtemp(join(tmpdir(), "graph-mfa-"));
  t.after(() => rm(path, { recursive: true }));
  return path;
}

test("a file is made once, grows, is cut, and is read in pieces", async (t) => {
  const file = join(await folder(t), "run.journal");
  await assert.rejects(nodeStore.read(file, 0, 10), MISSING);
  await assert.rejects(nodeStore.append(file, bytes("x")), MISSING);
  await assert.rejects(nodeStore.cut(file, 0), MISSING);
  await assert.rejects(nodeStore.remove(file), MISSING);
  await nodeStore.create(file, bytes("one\n"));
  await assert.rejects(nodeStore.create(file, bytes("two\n")), EXISTS);
  await nodeStore.append(file, bytes("två\n"));
  assert.equal(await readFile(file, "utf8"), "one\ntvå\n");
  assert.equal(text(await nodeStore.read(file, 4, 100)), "två\n");
  assert.equal(text(await nodeStore.read(file, 0, 3)), "one");
  assert.equal((await nodeStore.read(file, 9, 100)).length, 0);
  await nodeStore.cut(file, 4);
  assert.equal(await readFile(file, "utf8"), "one\n");
  await nodeStore.remove(file);
  await assert.rejects(nodeStore.read(file, 0, 10), MISSING);
});

test("a file is replaced as a whole, and nothing is left beside it", async (t) => {
  const path = await folder(t);
  const file = join(path, "run.journal.lock");
  await nodeStore.replace(file, bytes("1"));
  await Promise.all(["2", "3", "4"].map((beat) => nodeStore.replace(file, bytes(beat))));
  assert.match(await readFile(file, "utf8"), /^[234]$/);
  await assert.rejects(nodeStore.replace(join(path, "none", "x"), bytes("1")), MISSING);
  assert.deepEqual(await readdir(path), ["run.journal.lock"]);
});

test("of many who make the same file at once, one succeeds", async (t) => {
  const file = join(await folder(t), "run.journal.lock");
  const made = await Promise.allSettled(Array.from({ length: 8 }, () => nodeStore.create(file, bytes("x"))));
  assert.equal(made.filter(({ status }) => status === "fulfilled").length, 1);
});

test("why it failed is told without the path, and the owner is told", async (t) => {
  const path = await folder(t);
  await assert.rejects(nodeStore.read(path, 0, 10), (error) => {
    assert.ok(!error.message.includes(path), error.message);
    return error.code === "EISDIR";
  });
  assert.match(nodeStore.owner(), new RegExp(`, process ${process.pid}$`));
});

/** A journal in memory that gives its lines in parts of that many characters. */
function memory(part = 1000) {
  const kept = { lines: "", reads: 0 };
  return {
    kept,
    write: async (lines) => {
      kept.lines += lines;
    },
    async *read() {
      kept.reads += 1;
      for (let at = 0; at < kept.lines.length; at += part) {
        yield kept.lines.slice(at, at + part);
      }
    },
    cut: (length) => {
      kept.lines = text(bytes(kept.lines).subarray(0, length));
    },
  };
}

/** All of it, in pieces of that many bytes. */
async function whole(store, piece) {
  const parts = [];
  let offset = 0;
  for (;;) {
    const read = await store.read(KEPT, offset, piece);
    if (read.length === 0) {
      return text(Buffer.concat(parts));
    }
    assert.ok(read.length <= piece);
    offset += read.length;
    parts.push(read);
  }
}

test("a journal that the caller keeps is read as it was written, in one go", async () => {
  const lines = "first\nö 🦉 second\n".repeat(20);
  for (const part of [1, 2, 3, 7, 1000]) {
    const journal = memory(part);
    const store = storeOf(journal, undefined);
    await assert.rejects(store.read(KEPT, 0, 1), MISSING);
    await store.create(KEPT, bytes(lines));
    await assert.rejects(store.create(KEPT, bytes(lines)), EXISTS);
    await store.append(KEPT, bytes("last\n"));
    journal.kept.reads = 0;
    assert.equal(await whole(store, 5), `${lines}last\n`);
    assert.equal(journal.kept.reads, 1);
    assert.equal(text(await store.read(KEPT, 2, 1)), "r", "it goes back to an earlier place");
    await store.cut(KEPT, 6);
    assert.equal(await whole(store, 100), "first\n");
  }
});

test("such a journal may be read as one text, and need not be readable", async () => {
  const texts = storeOf({ write: () => undefined, read: () => "first\n" }, undefined);
  assert.equal(await whole(texts, 4), "first\n");
  await assert.rejects(texts.cut(KEPT, 2), /no function `cut`/);
  const written = [];
  const blind = storeOf({ write: (lines) => written.push(lines) }, undefined);
  await assert.rejects(blind.read(KEPT, 0, 1), MISSING);
  await blind.create(KEPT, bytes("first\n"));
  await blind.append(KEPT, bytes("second\n"));
  assert.deepEqual(written, ["first\n", "second\n"]);
});

test("what the caller's journal throws is told, and nothing else of it is touched", async () => {
  const failing = storeOf({ write: () => Promise.reject(new Error("the database is full")) }, undefined);
  await assert.rejects(failing.append(KEPT, bytes("x\n")), /the database is full/);
  const store = storeOf(memory(), undefined);
  await assert.rejects(store.replace(KEPT, bytes("x")));
  await assert.rejects(store.remove(KEPT));
});

test("the lock of such a journal is between the runs of this program", async () => {
  const lock = `${KEPT}.lock`;
  const journal = memory();
  const store = storeOf(journal, undefined);
  await assert.rejects(store.read(lock, 0, 10), MISSING);
  await store.create(lock, bytes("1"));
  await assert.rejects(store.create(lock, bytes("2")), EXISTS);
  await store.replace(lock, bytes("3"));
  assert.equal(text(await store.read(lock, 0, 10)), "3");
  await store.remove(lock);
  await assert.rejects(store.remove(lock), MISSING);
  assert.equal(journal.kept.lines, "");
});

test("other files are the disk's, where there is one", async (t) => {
  const file = join(await folder(t), "people.csv");
  await writeFile(file, "UPN\n");
  assert.equal(text(await storeOf(memory(), nodeStore).read(file, 0, 10)), "UPN\n");
  await assert.rejects(storeOf(memory(), undefined).read(file, 0, 10), /no files here/);
  assert.equal(storeOf(undefined, nodeStore), nodeStore);
  assert.equal(storeOf(undefined, undefined), undefined);
});
