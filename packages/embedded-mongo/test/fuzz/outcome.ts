import { mongo } from 'mongoose';
import type { Operation } from './operations.ts';
import { type Doc, OBJECT_IDS } from './values.ts';

const { EJSON, ObjectId, Timestamp } = mongo.BSON;

/** What a command came to. `text` is equal for equal outcomes: canonical extended JSON, types of numbers included. */
export type Outcome = { readonly text: string; readonly code?: number; readonly message?: string };

/** The outcome of a command that was answered. */
export const answered = (reply: Doc, { unordered }: Operation): Outcome => {
  const { cursor, writeErrors, ...rest } = reply;
  const { ok: _ok, electionId: _electionId, createdCollectionAutomatically: _created, ...counts } = rest;
  const [batch] = isDoc(cursor) && Array.isArray(cursor['firstBatch']) ? [cursor['firstBatch']] : [];
  const errors = Array.isArray(writeErrors) ? writeErrors.filter(isDoc) : [];
  const found: unknown[] | undefined =
    batch ?? (Array.isArray(reply['values']) ? reply['values'] : undefined);
  const text = write({
    ...(found ? { found: unordered ? sortedTexts(found) : found } : inOrder(counts)),
    ...(errors.length > 0 && { writeErrors: errors.map((error) => fault(error)) }),
  });
  const [{ code, errmsg } = {}] = errors;
  return { text, ...(code !== undefined && { code: Number(code), message: String(errmsg) }) };
};

/** The outcome of a command that failed: the error, or that the server closed the connection. */
export const failed = (error: unknown): Outcome => {
  if (error instanceof mongo.MongoNetworkError) return { text: `no answer: ${error.message}` };
  if (!(error instanceof mongo.MongoServerError)) throw error;
  const { code, message } = error;
  return { text: write(fault({ ...error.errorResponse, code })), code: Number(code), message };
};

/** What of an error is compared: not its text. */
const fault = ({ index, code, keyPattern, keyValue }: Doc): Doc => ({
  code: Number(code),
  ...(index !== undefined && { index }),
  ...(keyPattern !== undefined && { keyPattern, keyValue }),
});

const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !('_bsontype' in value);

const write = (value: Doc): string => EJSON.stringify(settled(value, ''), { relaxed: false });

/** The fields of a reply have no order; those of documents in it do. */
const inOrder = (reply: Doc): Doc =>
  Object.fromEntries(Object.entries(reply).toSorted(([one], [other]) => (one < other ? -1 : 1)));

const sortedTexts = (all: readonly unknown[]): unknown[] =>
  all
    .map((value) => ({ value, text: EJSON.stringify(settled(value, ''), { relaxed: false }) }))
    .toSorted((one, other) => (one.text < other.text ? -1 : 1))
    .map(({ value }) => value);

/** Whether a moment, in milliseconds, belongs to this run. */
const isRecent = (time: number): boolean => Math.abs(Date.now() - time) < 86_400_000;

/** Without what two servers never have alike: the time, new ids, and the order of a set. */
const settled = (value: unknown, field: string): unknown => {
  if (value instanceof Date && isRecent(value.getTime())) return 'a date';
  if (value instanceof Timestamp && isRecent(value.getHighBits() * 1000)) return 'a timestamp';
  if (value instanceof ObjectId) return OBJECT_IDS.includes(value.toHexString()) ? value : 'a new id';
  if (typeof value === 'string' && /^[0-9a-f]{24}$/.test(value) && !OBJECT_IDS.includes(value))
    return 'a new id';
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => settled(item, ''));
    return field === 'set' ? sortedTexts(items) : items;
  }
  if (!isDoc(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, settled(item, name)]));
};
