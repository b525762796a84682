import type { CompareStrings } from '../values/compare.ts';
import type { Doc } from '../values/types.ts';
import type { Target } from './target.ts';

/** What an update is read with: its time (ms), how strings compare, how a `$pull` filter is read. */
export type UpdateContext = {
  readonly now: number;
  readonly strings: CompareStrings;
  readonly compileFilter: (filter: Doc) => (document: Doc) => boolean;
};
/** Carries out one operator on one field. Throws MongoError where the field's value does not admit it. */
export type Apply = (target: Target) => void;
/** Reads the operand of an operator for a path. Throws MongoError where it is malformed, whether anything matches or not. */
export type UpdateOperator = (operand: unknown, path: string, context: UpdateContext) => Apply;
/** What one document becomes: `matched` is the array element that the query matched, `inserting` an upsert. */
export type Update = (
  document: Doc,
  how: { readonly matched?: number | undefined; readonly inserting?: boolean },
) => Doc;
