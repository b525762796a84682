import type { Engine } from './engine.ts';
import { type Comparison, isUnnamed } from './listed.ts';
import type { Doc } from './values.ts';

const PARTS_OF_READS = ['filter', 'query', 'projection', 'sort', 'skip', 'limit', 'fields', 'key'];

/**
 * Whether a command has two faults, of which each server reports another: some part of it alone fails on both servers
 * with the code that the embedded one answered, and another with MongoDB's. (Unnamed codes count as one, and so does what
 * the embedded one does not support.)
 */
export const hasTwoFaults = async (
  { operation, embedded, real }: Comparison,
  servers: { readonly embedded: Engine; readonly real: Engine },
): Promise<boolean> => {
  if (embedded.code === undefined || real.code === undefined) return false;
  const mineAlone = new Set<number | undefined>();
  const theirsAlone = new Set<number | undefined>();
  for (const command of partsOf(operation.command)) {
    const part = { command, isWrite: false };
    const [mine, theirs] = await Promise.all([servers.embedded.run(part), servers.real.run(part)]);
    const isListed = mine.code === 115 || (mine.code !== undefined && isUnnamed(theirs.code));
    if (mine.code !== theirs.code && !isListed) continue;
    mineAlone.add(mine.code);
    theirsAlone.add(theirs.code);
  }
  return mineAlone.has(embedded.code) && theirsAlone.has(real.code);
};

/** Commands that change nothing, each with a part of one. */
const partsOf = (command: Doc): Doc[] => {
  const { pipeline, updates } = command;
  if (isPipeline(pipeline)) return partsOfPipeline(pipeline);
  const [update] = isPipeline(updates) ? updates : [];
  const { q: query, u, arrayFilters } = update ?? {};
  const whole: Doc = { ...command, query: query ?? command['query'], update: u ?? command['update'] };
  const reads = PARTS_OF_READS.filter((name) => whole[name] !== undefined).flatMap((name): Doc[] => {
    if (name === 'key') return [{ distinct: 'fuzz', key: whole[name] }];
    if (name === 'query' || name === 'filter')
      return partsOfFilter(whole[name]).map((filter) => ({ find: 'fuzz', filter }));
    if (name === 'projection' || name === 'fields')
      return partsOfDocument(whole[name]).map((projection) => ({ find: 'fuzz', projection }));
    return [{ find: 'fuzz', [name]: whole[name] }];
  });
  const { update: change } = whole;
  if (change === undefined) return reads;
  const filters = arrayFilters ?? command['arrayFilters'];
  const nothing = {
    q: { _id: 'nothing' },
    u: change,
    ...(filters !== undefined && { arrayFilters: filters }),
  };
  return [
    ...reads,
    { update: 'fuzz', updates: [nothing] },
    ...(isPipeline(change) ? partsOfPipeline(change) : []),
  ];
};

/** A document, and each of its fields. */
const partsOfDocument = (document: unknown): unknown[] => {
  if (typeof document !== 'object' || document === null) return [document];
  return [document, ...Object.entries(document).map(([key, value]) => ({ [key]: value }))];
};

/** A filter, and each of its conditions. */
const partsOfFilter = (filter: unknown): unknown[] => [
  ...partsOfDocument(filter),
  ...Object.entries(filter ?? {}).flatMap(([key, list]) =>
    key.startsWith('$') && Array.isArray(list) ? list.flatMap(partsOfFilter) : [],
  ),
];

/** Each stage, each field of one that has several, and each expression in them. */
const partsOfPipeline = (pipeline: readonly Doc[]): Doc[] =>
  pipeline
    .flatMap((stage) => [
      stage,
      ...Object.entries(stage).flatMap(([name, operand]) => fieldsOf(name, operand)),
      ...('$match' in stage ? [] : expressionsIn(Object.values(stage)).map((x) => ({ $project: { x } }))),
    ])
    .map((stage) => ({ aggregate: 'fuzz', pipeline: [stage], cursor: {} }));

/** Every operation in the operand of a stage, also those inside others. */
const expressionsIn = (value: unknown): unknown[] => {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(expressionsIn);
  return Object.keys(value)[0]?.startsWith('$') === true ? [value, ...inner] : inner;
};

const fieldsOf = (name: string, operand: unknown): Doc[] => {
  if (typeof operand !== 'object' || operand === null || name === '$lookup') return [];
  if (name === '$match') return partsOfFilter(operand).map(($match) => ({ $match }));
  return Object.entries(operand).map(([field, value]) => ({
    [name]: name === '$group' && field !== '_id' ? { _id: null, [field]: value } : { [field]: value },
  }));
};

const isPipeline = (value: unknown): value is Doc[] =>
  Array.isArray(value) && value.every((stage) => typeof stage === 'object' && stage !== null);
