import { randomInt } from 'node:crypto';
import { Long } from 'bson';
import { MongoError, typeMismatch } from '../errors.ts';
import { encodedSize, MAX_DOCUMENT_BYTES } from '../values/codec.ts';
import { type Doc, typeName } from '../values/types.ts';
import type { Arguments } from './arguments.ts';

/** How long a cursor that nobody reads is kept (ms), and how many documents come first unless told. */
const LIFETIME = 10 * 60_000;
const FIRST_BATCH = 101;

/** A result that is sent in parts. Documents are never changed in place, so it is a snapshot. */
type Cursor = { readonly namespace: string; readonly rest: Doc[]; readonly expires: boolean; usedAt: number };
/** How a result is sent: `batchSize` documents first (101 unless given), and nothing more where `single`. */
export type BatchOptions = {
  readonly batchSize?: number | undefined;
  readonly single?: boolean;
  readonly expires?: boolean;
};

/** The cursors that are open, for all connections. */
export class Cursors {
  readonly #open = new Map<string, Cursor>();

  /** The first batch of a result, and a cursor for what is left of it. */
  first(namespace: string, result: readonly Doc[], options: BatchOptions): Doc {
    this.#expire();
    const rest = [...result];
    const firstBatch = takeBatch(rest, options.batchSize ?? FIRST_BATCH);
    if (options.single || rest.length === 0) return { cursor: { firstBatch, id: Long.ZERO, ns: namespace } };
    const id = Long.fromNumber(randomInt(1, 2 ** 47));
    this.#open.set(id.toString(), { namespace, rest, expires: options.expires ?? true, usedAt: Date.now() });
    return { cursor: { firstBatch, id, ns: namespace } };
  }

  getMore(args: Arguments): Doc {
    args.allow(['collection', 'batchSize']);
    this.#expire();
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
    cursor.usedAt = Date.now();
    const nextBatch = takeBatch(cursor.rest, args.count('batchSize') ?? Infinity);
    if (cursor.rest.length === 0) this.#open.delete(id.toString());
    return { cursor: { nextBatch, id: cursor.rest.length === 0 ? Long.ZERO : id, ns: cursor.namespace } };
  }

  kill(args: Arguments): Doc {
    args.allow(['cursors']);
    const ids = (args.array('cursors') ?? []).filter((id) => id instanceof Long);
    const killed = ids.filter((id) => this.#open.delete(id.toString()));
    const cursorsNotFound = ids.filter((id) => !killed.includes(id));
    return { cursorsKilled: killed, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] };
  }

  #expire(): void {
    const limit = Date.now() - LIFETIME;
    for (const [id, cursor] of this.#open) if (cursor.expires && cursor.usedAt < limit) this.#open.delete(id);
  }
}

/** Takes up to `size` documents off the front, and no more bytes than a document may have, but at least one. */
const takeBatch = (rest: Doc[], size: number): Doc[] => {
  let bytes = 0;
  let taken = 0;
  for (const document of rest) {
    bytes += encodedSize(document);
    if (taken >= size || (taken > 0 && bytes > MAX_DOCUMENT_BYTES)) break;
    taken += 1;
  }
  return rest.splice(0, taken);
};
