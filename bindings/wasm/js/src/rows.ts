// Rows that are handed out while the service is read: no faster than they are taken, and never all at once.

import type { Event, RowFormat } from "./contract.js";

/** Begins to read; `take` is called with each part of the answer, and awaited before the next part. */
export type Begin<Summary> = (
  format: RowFormat,
  take: (part: Event) => Promise<void>,
  signal: AbortSignal,
) => Promise<Summary>;

/**
 * Rows of a long answer. Iterate it, or take it as text; each of the three asks the service anew. Leaving the loop early
 * stops the reading.
 *
 * ```js
 * const report = client.registrationReport({ onlyNotCapable: true });
 * for await (const row of report) console.log(row.userPrincipalName);
 * console.log(report.summary.freshness);
 * ```
 */
export class RowStream<Row, Summary> implements AsyncIterable<Row> {
  readonly #begin: Begin<Summary>;
  readonly #rowsOf: (part: Event) => readonly Row[];
  #summary: Summary | undefined;

  /** Made by the client. */
  constructor(begin: Begin<Summary>, rowsOf: (part: Event) => readonly Row[]) {
    this.#begin = begin;
    this.#rowsOf = rowsOf;
  }

  /** What stands at the end of the answer; there once it has been read to its end. */
  get summary(): Summary | undefined {
    return this.#summary;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    for await (const part of this.#parts("rows")) {
      yield* this.#rowsOf(part);
    }
  }

  /** The text of a CSV file in parts, to be written one after the other. No cell of it can start a formula. */
  toCsv(): AsyncGenerator<string, void, undefined> {
    return this.#text("csv");
  }

  /** Text in parts, one JSON object a line. */
  toJsonLines(): AsyncGenerator<string, void, undefined> {
    return this.#text("jsonLines");
  }

  async *#text(format: RowFormat): AsyncGenerator<string, void, undefined> {
    for await (const part of this.#parts(format)) {
      if (part.type === "text") {
        yield part.text;
      }
    }
  }

  #parts(format: RowFormat): AsyncGenerator<Event, void, undefined> {
    this.#summary = undefined;
    return partsOf(
      (take, stop) => this.#begin(format, take, stop),
      (summary) => {
        this.#summary = summary;
      },
    );
  }
}

/** The parts of an answer while it is read, one by one. `ended` is told the end of the answer, if it was read so far. */
export async function* partsOf<Summary>(
  begin: (take: (part: Event) => Promise<void>, stop: AbortSignal) => Promise<Summary>,
  ended: (summary: Summary) => void,
): AsyncGenerator<Event, void, undefined> {
  const stop = new AbortController();
  const waiting: { part: Event; taken: () => void }[] = [];
  let over = false;
  let wake = () => {};
  const take = (part: Event) =>
    new Promise<void>((taken) => {
      if (stop.signal.aborted) {
        taken();
        return;
      }
      waiting.push({ part, taken });
      wake();
    });
  const reading = begin(take, stop.signal);
  const end = () => {
    over = true;
    wake();
  };
  reading.then(end, end);
  try {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) {
        try {
          yield next.part;
        } finally {
          next.taken();
        }
      } else if (over) {
        ended(await reading);
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stop.abort();
    // Nobody takes the rest: whoever still brings it must not wait for that.
    for (const { taken } of waiting) {
      taken();
    }
  }
}
