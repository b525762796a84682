import { MongoError } from '../errors.ts';

/** What a record and an index entry take beside the values in them, in bytes. */
const RECORD = 300;
const ENTRY = 150;
/** How much of a thread's heap documents may take: the rest is for commands, replies and garbage. */
export const SHARE_OF_HEAP = 0.6;
/** At which share of the limit an operator is warned. */
const WARNING = 0.8;

const inMegabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);

/** Keeps count of the heap that documents take, in bytes, so that a write can be refused before there is none left. */
export class Memory {
  readonly #limit: number;
  readonly #warn: (text: string) => void;
  #used = 0;
  #warned = false;

  constructor(limit: number, warn: (text: string) => void) {
    this.#limit = limit;
    this.#warn = warn;
  }

  /** Bytes. */
  get used(): number {
    return this.#used;
  }

  get #state(): string {
    return `its documents take ${inMegabytes(this.#used)} of ${inMegabytes(this.#limit)} MB`;
  }

  /** Throws ExceededMemoryLimit (146) where `more` bytes would be too many. */
  check(more: number): void {
    if (more <= 0 || this.#used + more <= this.#limit) return;
    throw new MongoError(
      146,
      `The embedded database is full: ${this.#state}. Delete some, raise EMBEDDED_MAX_MB, or move to a real MongoDB (MONGODB_URI).`,
    );
  }

  /** Counts bytes that were taken or, where negative, released; warns once whenever the limit comes near. */
  add(bytes: number): void {
    this.#used += bytes;
    const nearlyFull = this.#used > this.#limit * WARNING;
    if (nearlyFull && !this.#warned) {
      this.#warn(
        `The embedded database is nearly full: ${this.#state}. At the limit writes are refused: raise EMBEDDED_MAX_MB, or move to a real MongoDB (MONGODB_URI).`,
      );
    }
    this.#warned = nearlyFull;
  }
}

/** The memory that records with so many bytes of values and so many index entries take, in bytes. */
export const heapSize = ({ records = 0, values = 0, entries = 0 }): number =>
  records * RECORD + values + entries * ENTRY;
