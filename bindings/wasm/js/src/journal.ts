// A journal without a disk: its lines go to what the caller gives, and come from there.

import type { Store } from "./glue/graph_mfa_wasm.js";

/** What keeps the journal of a run where there is no lasting disk: a database, an object store, a service. */
export interface Journal {
  /**
   * Keeps these lines behind those that it has. Nothing is written in the tenant before the promise resolves: the lines
   * must then be on lasting storage.
   */
  write: (lines: string) => void | Promise<void>;
  /** Every line so far, in one text or in parts. Without it a run cannot be resumed, nor its journal verified. */
  read?: (() => string | Promise<string> | AsyncIterable<string>) | undefined;
  /** Forgets what stands behind so many bytes of UTF-8. Needed only where a crash can leave half a line behind. */
  cut?: ((length: number) => void | Promise<void>) | undefined;
}

/** What the journal that the caller keeps is called. No path is. */
export const KEPT = "(journal)";

const LOCK = `${KEPT}.lock`;

/** Named files: the disk, if there is one, and the journal that the caller keeps, if it is given. */
export function storeOf(journal: Journal | undefined, disk: Store | undefined): Store | undefined {
  if (journal === undefined) {
    return disk;
  }
  const kept = new Kept(journal);
  const of = (name: string): Store => (name === KEPT || name === LOCK ? kept : (disk ?? NOWHERE));
  return {
    read: (name, offset, most) => of(name).read(name, offset, most),
    create: (name, bytes) => of(name).create(name, bytes),
    append: (name, bytes) => of(name).append(name, bytes),
    replace: (name, bytes) => of(name).replace(name, bytes),
    cut: (name, length) => of(name).cut(name, length),
    remove: (name) => of(name).remove(name),
    owner: () => (disk ?? kept).owner(),
  };
}

class Kept implements Store {
  readonly #journal: Journal;
  /** Nobody else writes what this program keeps: the lock is between its own runs. */
  #lock: Uint8Array | undefined;
  #reading: Reading | undefined;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  async read(name: string, offset: number, most: number): Promise<Uint8Array> {
    if (name === LOCK) {
      return this.#held().slice(offset, offset + most);
    }
    const bytes = await this.#read(offset, most);
    if (offset === 0 && bytes.length === 0) {
      throw missing();
    }
    return bytes;
  }

  async create(name: string, bytes: Uint8Array): Promise<void> {
    const exists = name === LOCK ? this.#lock !== undefined : (await this.#read(0, 1)).length > 0;
    if (exists) {
      throw Object.assign(new Error("there is one already"), { code: "EEXIST" });
    }
    await (name === LOCK ? this.replace(name, bytes) : this.append(name, bytes));
  }

  async append(name: string, bytes: Uint8Array): Promise<void> {
    if (name === LOCK) {
      throw new Error("a lock does not grow");
    }
    this.#reading = undefined;
    await this.#journal.write(new TextDecoder().decode(bytes));
  }

  async replace(name: string, bytes: Uint8Array): Promise<void> {
    if (name === KEPT) {
      throw new Error("a journal only grows");
    }
    this.#lock = bytes;
  }

  async cut(name: string, length: number): Promise<void> {
    if (name === LOCK || this.#journal.cut === undefined) {
      throw new Error("it ends in half a line, and the journal has no function `cut`");
    }
    this.#reading = undefined;
    await this.#journal.cut(length);
  }

  async remove(name: string): Promise<void> {
    if (name === KEPT) {
      throw new Error("a journal stays");
    }
    this.#held();
    this.#lock = undefined;
  }

  owner(): string {
    return "this program";
  }

  #held(): Uint8Array {
    if (this.#lock === undefined) {
      throw missing();
    }
    return this.#lock;
  }

  /** Goes on where the last read ended, so that a long journal is never held as a whole. */
  async #read(offset: number, most: number): Promise<Uint8Array> {
    if (this.#reading === undefined || this.#reading.offset > offset) {
      this.#reading = { parts: this.#parts(), offset: 0, bytes: new Uint8Array() };
    }
    const reading = this.#reading;
    for (;;) {
      const passed = Math.min(offset - reading.offset, reading.bytes.length);
      reading.bytes = reading.bytes.subarray(passed);
      reading.offset += passed;
      if (reading.bytes.length > 0) {
        return reading.bytes.slice(0, most);
      }
      const next = await reading.parts.next();
      if (next.done === true) {
        this.#reading = undefined;
        return new Uint8Array();
      }
      reading.bytes = next.value;
    }
  }

  async *#parts(): AsyncGenerator<Uint8Array, void, undefined> {
    const given = await this.#journal.read?.();
    const parts = typeof given === "string" ? [given] : (given ?? []);
    let half = "";
    for await (const part of parts) {
      const text = half + part;
      // Parts may end between the two halves of a character.
      half = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? "";
      yield new TextEncoder().encode(text.slice(0, text.length - half.length));
    }
  }
}

interface Reading {
  readonly parts: AsyncGenerator<Uint8Array, void, undefined>;
  /** Where `bytes` begin. */
  offset: number;
  bytes: Uint8Array;
}

function missing(): Error {
  return Object.assign(new Error("there is none"), { code: "ENOENT" });
}

const nowhere = () => Promise.reject(new Error("there are no files here"));

/** The files of a place that has none. */
const NOWHERE: Store = {
  read: nowhere,
  create: nowhere,
  append: nowhere,
  replace: nowhere,
  cut: nowhere,
  remove: nowhere,
  owner: () => "this program",
};
