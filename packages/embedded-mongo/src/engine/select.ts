import { compileFilter, type Filter, type FilterOptions } from '../query/filter.ts';
import { sortDocuments } from '../query/sort.ts';
import { toNumber } from '../values/numbers.ts';
import type { Match } from '../values/path.ts';
import { type Doc, isNumeric } from '../values/types.ts';
import type { Collection } from './collection.ts';
import type { Index } from './index.ts';
import { type Plan, plansFor } from './plan.ts';

/** Which documents of a collection are wanted, in which order and how many. */
export type Selection = {
  readonly filter: Doc;
  readonly options: FilterOptions;
  readonly sort?: Doc | undefined;
  readonly skip?: number | undefined;
  /** 0 for all. */
  readonly limit?: number | undefined;
  /** The only index that may be used, or that none may be. */
  readonly hint?: Index | 'natural' | undefined;
};
/** A document that satisfied a filter, and which array element did. */
export type Found = { readonly document: Doc; readonly match: Match };
/** What a selection came to, by which plan, and how many documents that plan looked at. */
export type Selected = {
  readonly found: readonly Found[];
  readonly plan: Plan | undefined;
  readonly rejected: readonly Plan[];
  readonly examined: number;
};

/** How many documents a plan looks at before it is the next one's turn. */
const TURN = 64;
/** After how many documents the time is looked at. */
const CHECK_INTERVAL = 256;

/** The documents of a selection; none where the collection does not exist. Throws MongoError for a malformed filter. */
export const select = (collection: Collection | undefined, selection: Selection): readonly Found[] =>
  explainedSelect(collection, selection).found;

/**
 * The documents of a selection, and how they were found. Where several plans are possible they run in turns, and the
 * first that has all documents is the one that counts: that is never far from the best.
 */
export const explainedSelect = (collection: Collection | undefined, selection: Selection): Selected => {
  const { filter, options, skip = 0, limit = 0, hint } = selection;
  const accepts = compileFilter(filter, options);
  const { sort, natural } = orderOf(selection.sort);
  if (sort) sortDocuments([], sort, options.strings);
  if (!collection) return { found: [], plan: undefined, rejected: [], examined: 0 };
  const query = {
    filter,
    sort,
    limited: limit > 0,
    collated: options.strings !== undefined,
    hint: hint === 'natural' ? undefined : hint,
    natural: natural !== undefined || hint === 'natural',
  };
  const wanted = limit > 0 ? skip + limit : Infinity;
  const plans = plansFor(collection, query);
  const runs = plans.map((plan) => ({
    plan,
    run: search(
      plan,
      accepts,
      plan.sorted || (!sort && natural !== -1) ? wanted : Infinity,
      options.checkTime,
    ),
  }));
  for (;;) {
    for (const { plan, run } of runs) {
      const { found, examined, done } = run(plans.length > 1 ? TURN : Infinity);
      if (!done) continue;
      const ordered = sort && !plan.sorted ? sortFound(found, sort, options) : found;
      if (natural === -1) ordered.reverse();
      return {
        found: ordered.slice(skip, limit > 0 ? skip + limit : undefined),
        plan,
        rejected: plans.filter((other) => other !== plan),
        examined,
      };
    }
  }
};

/** A sort specification, or the order of insertion (1 or -1) where that is asked for. */
const orderOf = (given: Doc = {}): { sort?: Doc; natural?: 1 | -1 } => {
  const [[field, order] = []] = Object.entries(given);
  if (field === undefined) return {};
  if (field !== '$natural') return { sort: given };
  return { natural: isNumeric(order) && toNumber(order) < 0 ? -1 : 1 };
};

type Progress = { readonly found: Found[]; readonly examined: number; readonly done: boolean };

/** Looks at the documents that a plan comes by, as many at a time as the caller says, until it has those wanted. */
const search = (
  { records }: Plan,
  accepts: Filter,
  wanted: number,
  checkTime: (() => void) | undefined,
): ((turn: number) => Progress) => {
  const iterator = records()[Symbol.iterator]();
  const found: Found[] = [];
  let examined = 0;
  let match: Match = {};
  return (turn) => {
    for (const end = examined + turn; examined < end && found.length < wanted; examined += 1) {
      if (examined % CHECK_INTERVAL === 0) checkTime?.();
      const { value: record, done } = iterator.next();
      if (done) return { found, examined, done: true };
      const { document } = record;
      if (accepts(document, match)) found.push({ document, match });
      else if (match.position === undefined) continue;
      match = {};
    }
    return { found, examined, done: found.length >= wanted };
  };
};

const sortFound = (found: readonly Found[], sort: Doc, { strings }: FilterOptions): Found[] => {
  const byDocument = new Map(found.map((each) => [each.document, each]));
  return sortDocuments([...byDocument.keys()], sort, strings).flatMap(
    (document) => byDocument.get(document) ?? [],
  );
};
