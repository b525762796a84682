import { randomInt } from 'node:crypto';
import { Long } from 'bson';
import { MongoError, typeMismatch } from '../errors.ts';
import { encodedSize, MAX_DOCUMENT_BYTES, tooLarge } from '../values/codec.ts';
import { type Doc, typeName } from '../values/types.ts';
import type { Arguments } from './arguments.ts';

/** How long a cursor that nobody reads is kept (ms), and how many documents come first by default. */
const LIFETIME = 10 * 60_000;
const FIRST_BATCH = 101;
/** How many documents all open cursors may hold on to: beyond, those that were not read for longest are closed. */
const MAX_HELD = 5_000_000;
/** What an element of an array takes beside its value as BSON, in bytes, without the digits of its place. */
const ELEMENT_BYTES = 2;

/** A result that is sent in parts, up to `sent`. Documents are never changed in place, so it is a snapshot. */
type Cursor = { readonly namespace: string; readonly result: readonly Doc[]; sent: number; usedAt: number };
/** How a result is sent: `batchSize` documents first (101 unless given), and nothing more where `single`. */
export type BatchOptions = {
  readonly batchSize?: number | undefined;
  readonly single?: boolean;
};

/** The cursors that are open, for all connections. */
export class Cursors {
  readonly #open = new Map<string, Cursor>();
  /** How many documents the results of all of them have. */
  #held = 0;

  /** The first batch of a result, and a cursor for what is left of it. Throws BSONObjectTooLarge (10334). */
  first(namespace: string, result: readonly Doc[], options: BatchOptions): Doc {
    this.#expire(result.length);
    const firstBatch = batchOf(result, 0, options.batchSize ?? FIRST_BATCH);
    if (options.single || firstBatch.length === result.length)
      return { cursor: { firstBatch, id: Long.ZERO, ns: namespace } };
    const id = Long.fromNumber(randomInt(1, 2 ** 47));
    this.#open.set(id.toString(), { namespace, result, sent: firstBatch.length, usedAt: Date.now() });
    this.#held += result.length;
    return { cursor: { firstBatch, id, ns: namespace } };
  }

  getMore(args: Arguments): Doc {
    this.#expire(0);
    const id = args.body['getMore'];
    if (!(id instanceof Long)) {
      throw typeMismatch(
        `BSON field 'getMore.getMore' is the wrong type '${typeName(id)}', expected type 'long'`,
      );
    }
    const cursor = this.#open.get(id.toString());
    if (cursor?.namespace !== `${args.database}.${String(args.body['collection'])}`) {
      throw new MongoError(43, `cursor id ${id.toString()} not found`);
    }
    const nextBatch = batchOf(cursor.result, cursor.sent, args.count('batchSize') ?? Infinity);
    cursor.sent += nextBatch.length;
    cursor.usedAt = Date.now();
    const done = cursor.sent === cursor.result.length;
    this.#close(id.toString());
    // Those not read for longest are first in the map.
    if (!done) {
      this.#open.set(id.toString(), cursor);
      this.#held += cursor.result.length;
    }
    return { cursor: { nextBatch, id: done ? Long.ZERO : id, ns: cursor.namespace } };
  }

  kill(args: Arguments): Doc {
    const ids = (args.array('cursors') ?? []).filter((id) => id instanceof Long);
    const killed = ids.filter((id) => this.#close(id.toString()));
    const cursorsNotFound = ids.filter((id) => !killed.includes(id));
    return { cursorsKilled: killed, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] };
  }

  #close(id: string): boolean {
    this.#held -= this.#open.get(id)?.result.length ?? 0;
    return this.#open.delete(id);
  }

  /** Closes what is too old, and what is too much beside `more` documents. */
  #expire(more: number): void {
    const limit = Date.now() - LIFETIME;
    for (const [id, { usedAt }] of this.#open) {
      if (usedAt >= limit && this.#held + more <= MAX_HELD) return;
      this.#close(id);
    }
  }
}

/** Up to `size` documents from a place on, and no more bytes than a reply may have, but at least one. */
const batchOf = (result: readonly Doc[], from: number, size: number): Doc[] => {
  let bytes = 0;
  let end = from;
  for (; end < result.length && end - from < size; end += 1) {
    const length = encodedSize(result[end] ?? {});
    if (length > MAX_DOCUMENT_BYTES) throw tooLarge(length);
    bytes += length + ELEMENT_BYTES + String(end - from).length;
    if (end > from && bytes > MAX_DOCUMENT_BYTES) break;
  }
  return result.slice(from, end);
};
