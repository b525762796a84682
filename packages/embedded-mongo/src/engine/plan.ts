import { type Doc, isDoc, isNumeric } from '../values/types.ts';
import { toNumber } from '../values/numbers.ts';
import { excludesMissing, type Interval, intervalsOf, isPoint } from './bounds.ts';
import type { Collection } from './collection.ts';
import { type Conditions, conditionsOf, implies } from './implication.ts';
import type { Index } from './index.ts';
import type { StoredRecord } from './record.ts';

/** A way to the documents that a query wants: it comes by all of them, and by others. */
export type Plan = {
  readonly stage: 'COLLSCAN' | 'IXSCAN' | 'OR';
  /** The index of an IXSCAN, and whether it is read from its end. */
  readonly index?: Index;
  readonly backward?: boolean;
  /** Whether the documents come in the order of the sort. */
  readonly sorted: boolean;
  readonly inputs?: readonly Plan[];
  readonly records: () => Iterable<StoredRecord>;
};
/** What is known of a query before a document is seen. */
export type Query = {
  readonly filter: Doc;
  readonly sort?: Doc | undefined;
  readonly limited: boolean;
  /** Whether strings compare by a collation, by which no index is ordered. */
  readonly collated: boolean;
  /** The only index that may be used, even where it lacks some documents. */
  readonly hint?: Index | undefined;
  /** Whether the order of insertion is asked for, which no index has. */
  readonly natural?: boolean;
};

/** The plans that are worth trying, of which there is at least one: without an index that helps, all documents in order. */
export const plansFor = (collection: Collection, query: Query): readonly Plan[] => {
  const whole: Plan = { stage: 'COLLSCAN', sorted: false, records: () => collection.records.values() };
  if (query.natural) return [whole];
  const conditions = conditionsOf(query.filter);
  if (query.hint) return [indexPlan(query.hint, conditions, query).plan];
  const plans = collection.indexes
    .filter((index) => !index.hidden && isComplete(index, conditions, query.collated))
    .map((index) => indexPlan(index, conditions, query));
  const bounded = plans.filter((each) => each.bounded);
  const exact = bounded.find(({ plan }) => plan.index?.name === '_id_' && isExact(conditions.get('_id')));
  if (exact) return [exact.plan];
  const sorting = plans.filter(
    (each) => !each.bounded && each.plan.sorted && (query.limited || bounded.length === 0),
  );
  const union = bounded.length === 0 ? unionPlan(collection, query) : undefined;
  const found = [...bounded, ...sorting].map(({ plan }) => plan);
  if (union) found.push(union);
  return found.length > 0 ? found : [whole];
};

const isExact = (conditions: readonly unknown[] = []): boolean =>
  intervalsOf(conditions, { multikey: false, collated: false })?.every(isPoint) === true;

/** Whether an index has every document that satisfies the conditions. No collation is applied to a partial filter. */
const isComplete = (
  { sparse, partialFilter, fields }: Index,
  conditions: Conditions,
  collated: boolean,
): boolean =>
  partialFilter
    ? !collated && implies(conditions, partialFilter)
    : !sparse || fields.some(({ field }) => excludesMissing(conditions.get(field) ?? []));

const indexPlan = (
  index: Index,
  conditions: Conditions,
  { sort, collated }: Query,
): { plan: Plan; bounded: boolean } => {
  const intervals = boundsOf(index, conditions, collated);
  const backward = collated ? undefined : sortDirection(index, intervals, sort);
  const multikey = index.fields.some((_, place) => index.isMultikey(place));
  const records = (): Iterable<StoredRecord> => {
    const found = scan(index, intervals, backward ?? false);
    return multikey ? distinct(found) : found;
  };
  const narrows = index.sparse || index.partialFilter !== undefined;
  return {
    plan: { stage: 'IXSCAN', index, backward: backward ?? false, sorted: backward !== undefined, records },
    bounded: intervals.length > 0 || narrows,
  };
};

/**
 * The intervals of the first fields of an index: after one that is not fixed to single values no further field narrows
 * the scan, and neither does a second field with arrays, whose conditions may hold for different elements.
 */
const boundsOf = (index: Index, conditions: Conditions, collated: boolean): (readonly Interval[])[] => {
  const bounds: (readonly Interval[])[] = [];
  let seenArray = false;
  for (const [place, { field }] of index.fields.entries()) {
    const multikey = index.isMultikey(place);
    if (multikey && seenArray) break;
    seenArray ||= multikey;
    const intervals = intervalsOf(conditions.get(field) ?? [], { multikey, collated });
    if (!intervals) break;
    bounds.push(intervals);
    if (!intervals.every(isPoint)) break;
  }
  return bounds;
};

/** Whether an index is to be read backward to come in the order of a sort; `undefined` where neither way does. */
const sortDirection = (
  index: Index,
  bounds: readonly (readonly Interval[])[],
  sort: Doc | undefined,
): boolean | undefined => {
  const isFixed = (place: number): boolean => isSingle(bounds[place]) && !index.isMultikey(place);
  const wanted = Object.entries(sort ?? {}).filter(
    ([field]) => !index.fields.some((each, place) => each.field === field && isFixed(place)),
  );
  let backward: boolean | undefined;
  for (const [place, { field, direction }] of index.fields.entries()) {
    const [next, order] = wanted[0] ?? [];
    if (next === field && !index.isMultikey(place)) {
      const reversed = isNumeric(order) && toNumber(order) !== direction;
      if (backward !== undefined && backward !== reversed) return undefined;
      backward = reversed;
      wanted.shift();
    } else if (!isSingle(bounds[place])) break;
  }
  if (wanted.length > 0 || !sort) return undefined;
  return backward ?? false;
};

const isSingle = (intervals: readonly Interval[] | undefined): boolean =>
  intervals?.length === 1 && intervals.every(isPoint);

function* scan(
  index: Index,
  bounds: readonly (readonly Interval[])[],
  backward: boolean,
  prefix: readonly unknown[] = [],
): Generator<StoredRecord> {
  const place = prefix.length;
  const intervals = bounds[place];
  if (!intervals) return yield* index.range(prefix, undefined, backward);
  const ascends = index.fields[place]?.direction !== -1;
  for (const interval of ascends === backward ? intervals.toReversed() : intervals) {
    if (isPoint(interval)) yield* scan(index, bounds, backward, [...prefix, interval.low]);
    else yield* index.range(prefix, interval, backward);
  }
}

/** For a filter with an `$or`, each of whose parts an index helps: those indexes one after the other. */
const unionPlan = (collection: Collection, { filter, collated }: Query): Plan | undefined => {
  const parts = Object.entries(filter).flatMap(([key, list]) =>
    key === '$or' && Array.isArray(list) ? [list] : [],
  )[0];
  if (!parts?.every(isDoc)) return undefined;
  const inputs: Plan[] = [];
  for (const part of parts) {
    const [plan] = plansFor(collection, { filter: part, limited: false, collated });
    if (!plan || plan.stage === 'COLLSCAN') return undefined;
    inputs.push(plan);
  }
  return {
    stage: 'OR',
    sorted: false,
    inputs,
    *records() {
      yield* distinct(concat(inputs));
    },
  };
};

function* concat(plans: readonly Plan[]): Generator<StoredRecord> {
  for (const plan of plans) yield* plan.records();
}

function* distinct(records: Iterable<StoredRecord>): Generator<StoredRecord> {
  const seen = new Set<StoredRecord>();
  for (const record of records) {
    if (seen.has(record)) continue;
    seen.add(record);
    yield record;
  }
}
