import type { Doc } from '../values/types.ts';

/** A document of a collection. */
export type StoredRecord = {
  /** The key of its `_id`, which names it in storage. */
  readonly id: string;
  /** Its place in the order of insertion. */
  readonly recordId: number;
  /** Replaced as a whole by an update, never changed in place. */
  document: Doc;
  /** How long it is as BSON, and what it takes of memory, in bytes. */
  bytes: number;
  heap: number;
};
