import type { Operation } from './operations.ts';
import type { Outcome } from './outcome.ts';
import type { Doc } from './values.ts';

/** An operation and what both servers made of it. */
export type Comparison = {
  readonly operation: Operation;
  readonly embedded: Outcome;
  readonly real: Outcome;
  /** Whether it is an upsert, or one has gone before. */
  readonly upserted: boolean;
  /** Whether a pipeline of several stages has updated a document before. */
  readonly staged: boolean;
};

/** Codes that only name a line of MongoDB's source (`Location<code>`). */
export const isUnnamed = (code = 0): boolean =>
  code >= 12_000 ||
  (code > 9_000 && ![9001, 10_003, 10_107, 10_334, 11_000, 11_600, 11_601, 11_602].includes(code));

/** The differences that the README lists, by reason. Everything else has to be equal. */
const LISTED: Readonly<Record<string, (comparison: Comparison) => boolean>> = {
  'an unnamed error code': ({ embedded, real }) => embedded.code !== undefined && isUnnamed(real.code),
  'a regular expression in syntax that only PCRE has': ({ embedded }) =>
    embedded.message?.startsWith('Regular expression is invalid or not supported') === true,
  // MongoDB has them in a hash table.
  'the order of the fields that an upsert takes from its filter': ({ embedded, real, upserted }) =>
    upserted && isSameButOrder(embedded.text, real.text),
  // It reads no field that a stage replaces, and keeps a place for one that a stage sets to nothing.
  'the order of fields after several stages': ({ operation, embedded, real, staged }) =>
    (staged || hasStages(operation)) && isSameButOrder(embedded.text, real.text),
  // JavaScript puts such fields first, and so compares them before the others.
  'documents in another order where fields are named by whole numbers': ({ embedded, real }) =>
    /"\d+":/u.test(real.text) && sortedDocuments(embedded.text) === sortedDocuments(real.text),
  'other documents found where fields named by whole numbers come first': ({ embedded, real }) => {
    const unlike = foundByOne(embedded.text, real.text);
    const areErrors = embedded.code !== undefined || real.code !== undefined;
    return !areErrors && unlike.length > 0 && unlike.every((document) => /"\d+":/u.test(document));
  },
  'one group of documents in which only fields named by whole numbers are in another order': ({
    embedded,
    real,
  }) => /"\d+":/u.test(real.text) && mergesGroups(groupsOf(embedded.text), groupsOf(real.text)),
  // MongoDB does not compare before and after, but knows of some operators that they change nothing.
  'an update that leaves the same bytes': ({ embedded, real }) =>
    withoutModified(embedded.text) === withoutModified(real.text) &&
    modifiedOf(embedded.text) < modifiedOf(real.text),
  // It evaluates some constants before it has a document.
  'an error in constants that no document came to': ({ embedded, real }) =>
    (isUnnamed(real.code) || real.code === 14) &&
    /"(?:found":\[\]|n":\{"\$numberInt":"0"\})/u.test(embedded.text),
  // It leaves out what nobody reads, and skips documents before it computes them, and so never comes to the error.
  'an error in what MongoDB does not compute': ({ operation, embedded, real }) =>
    !operation.isWrite && hasStages(operation) && embedded.code !== undefined && real.code === undefined,
  // The others may fail in another way.
  'which error of documents that MongoDB skips before it computes them': ({ operation, embedded, real }) =>
    embedded.code !== undefined &&
    real.code !== undefined &&
    hasStages(operation) &&
    JSON.stringify(operation.command['pipeline'] ?? []).includes('"$skip"'),
  // It knows what an $expr of constants comes to, and so does not evaluate what stands beside it.
  'an error in a filter that a constant beside it decides': ({ operation: { command }, embedded, real }) =>
    isUnnamed(embedded.code) &&
    real.code === undefined &&
    /\$(?:and|n?or)".*\$expr/u.test(JSON.stringify(command)),
  // Each comes to its documents in the order of its plan.
  'which error an update of several documents comes to first': ({ operation, embedded, real }) =>
    embedded.code !== undefined &&
    real.code !== undefined &&
    JSON.stringify(operation.command).includes('"multi":true'),
  // It has one document then, and does not look at the sort.
  'an error in the sort of a document that is found by its _id': ({ operation, embedded, real }) =>
    /\bsort\b/u.test(embedded.message ?? '') &&
    real.code === undefined &&
    JSON.stringify(operation.command['filter'] ?? operation.command['query'] ?? {}).includes('"_id"'),
};

const withoutModified = (text: string): string => text.replace(/"nModified":\{[^}]*\}/u, '');
const modifiedOf = (text: string): number => Number(/"nModified":\{"\$numberInt":"(\d+)"/u.exec(text)?.[1]);

/** Whether an operation is a pipeline of several stages, or updates by one. */
export const hasStages = ({ command: { pipeline, update, updates } }: Operation): boolean => {
  const changes: unknown[] = Array.isArray(updates) ? updates.map(({ u }: Doc) => u) : [];
  return [pipeline, update, ...changes].some((stages) => Array.isArray(stages) && stages.length > 1);
};

const isSameButOrder = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((text) => sortedFields(JSON.parse(text)));
  return JSON.stringify(a) === JSON.stringify(b);
};

const sortedDocuments = (text: string): string => {
  const { found }: { found?: unknown[] } = JSON.parse(text);
  return JSON.stringify(found?.map((document) => JSON.stringify(sortedFields(document))).toSorted() ?? text);
};

/** The documents that only one of two outcomes holds. */
const foundByOne = (mine: string, theirs: string): string[] => {
  const both = [mine, theirs].map((text): string[] => {
    const { found = [] }: { found?: unknown[] } = JSON.parse(text);
    return found.map((document) => JSON.stringify(sortedFields(document)));
  });
  return both.flat().filter((one) => !both.every((found) => found.includes(one)));
};

/** The `_id`s of what was found, each with its fields in the order of their names. */
const groupsOf = (text: string): string[] => {
  const { found = [] }: { found?: { _id?: unknown }[] } = JSON.parse(text);
  return found.map(({ _id }) => JSON.stringify(sortedFields(_id ?? null)));
};

const mergesGroups = (mine: readonly string[], theirs: readonly string[]): boolean => {
  const [merged, groups] = [new Set(mine), new Set(theirs)];
  return groups.size < theirs.length && groups.size === merged.size && mine.every((id) => groups.has(id));
};

const sortedFields = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortedFields);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, item]) => [name, sortedFields(item)] as const);
  return Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

/** Why a difference is none: what the embedded database refuses with CommandNotSupported, or a listed reason. */
export const listedReason = (comparison: Comparison): string | undefined => {
  const { code, message = '' } = comparison.embedded;
  if (code === 115) return message;
  return Object.entries(LISTED).find(([, applies]) => applies(comparison))?.[0];
};
