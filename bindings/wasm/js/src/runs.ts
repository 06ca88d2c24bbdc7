// Runs of many people: their answers come person by person while the run goes on.

import type { BadRow, Event } from "./contract.js";
import { MfaError } from "./error.js";
import { partsOf } from "./rows.js";

/** Begins the run; `take` is called with each part of the answer, and awaited before the next part. */
export type BeginRun<Summary> = (take: (part: Event) => Promise<void>, signal: AbortSignal) => Promise<Summary>;

/**
 * A run, which begins when it is iterated or when its end is asked for, and can be begun once. Leaving the loop early stops
 * it: whoever is in hand is let through, and it can be resumed.
 *
 * ```js
 * const run = client.startRun({ from: "file", path: "people.csv" }, {
 *   each: { operation: "reset", revokeSessions: true },
 *   mostPeople: 2000,
 *   file: "people.journal",
 * });
 * for await (const person of run) console.log(person.line, person.outcome, person.error?.message);
 * console.log(run.summary.status, run.summary.head);
 * ```
 */
export class RunStream<Part, Summary> implements AsyncIterable<Part> {
  readonly #begin: BeginRun<Summary>;
  readonly #partsOf: (event: Event) => readonly Part[];
  readonly #onBadRows: ((rows: readonly BadRow[]) => void) | undefined;
  #begun = false;
  #summary: Summary | undefined;

  /** Made by the client. */
  constructor(
    begin: BeginRun<Summary>,
    partsOf: (event: Event) => readonly Part[],
    onBadRows?: (rows: readonly BadRow[]) => void,
  ) {
    this.#begin = begin;
    this.#partsOf = partsOf;
    this.#onBadRows = onBadRows;
  }

  /** What came of it; there once it has ended, also when the loop was left. */
  get summary(): Summary | undefined {
    return this.#summary;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Part, void, undefined> {
    if (this.#begun) {
      throw new MfaError({
        code: "invalidInput",
        message: "this run has begun already",
        remedy: "ask the client for another one; a run that stopped is resumed",
      });
    }
    this.#begun = true;
    let running: Promise<Summary> | undefined;
    const begin: BeginRun<Summary> = (take, stop) => {
      running = this.#begin(take, stop);
      return running;
    };
    try {
      for await (const event of partsOf(begin, () => undefined)) {
        if (event.type === "badRows") {
          this.#tell(event.rows);
        } else {
          yield* this.#partsOf(event);
        }
      }
    } finally {
      this.#summary = await running?.catch(() => undefined);
    }
  }

  /** Goes to its end, whoever it is about. */
  async end(): Promise<Summary> {
    for await (const _ of this) {
      // Each part must be taken for the next one to come.
    }
    return this.#summary as Summary;
  }

  #tell(rows: readonly BadRow[]): void {
    try {
      this.#onBadRows?.(rows);
    } catch {
      // As for progress: whoever listens must not stop the run.
    }
  }
}
