/**
 * Runs the fuzzer's operators one at a time on mingo and on the MongoDB that TEST_MONGODB_URI names, and prints for each
 * operator how many cases differ (docs/decisions/0006):
 *
 *   npm install --prefix /tmp/mingo mingo@7.2.7
 *   FUZZ_WITHOUT= tsx bench/mingo.ts /tmp/mingo [--cases 100] [--seed 1]
 *
 * Only values that mingo can hold: JavaScript's numbers, strings, booleans, dates and regular expressions, null, arrays and
 * documents. Numbers compare by value, and errors only by there being one.
 */
import { createRequire } from 'node:module';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { mongo } from 'mongoose';
import { expressionOperators } from '../test/fuzz/expressions.ts';
import { filterOperators } from '../test/fuzz/filters.ts';
import { accumulators, stageOperators } from '../test/fuzz/pipelines.ts';
import { type Update, updateOperators } from '../test/fuzz/updates.ts';
import { type Doc, documents } from '../test/fuzz/values.ts';

type Mingo = {
  find(collection: Doc[], filter: Doc): { all(): Doc[] };
  aggregate(collection: Doc[], pipeline: Doc[], options: object): Doc[];
  updateMany(collection: Doc[], filter: Doc, update: unknown, config: object): unknown;
};
/** The same question for both; each answers the documents found, made or left. */
type Case = {
  mingo: (all: Doc[], other: Doc[]) => unknown;
  real: (all: mongo.Collection<Doc>) => Promise<unknown>;
};

const { Decimal128, Double, Int32, Long, BSONRegExp } = mongo.BSON;
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const uri = process.env['TEST_MONGODB_URI'];
if (!uri) throw new Error('TEST_MONGODB_URI must name a MongoDB');
const mingo: Mingo = createRequire(`${positionals[0] ?? '/tmp/mingo'}/package.json`)('mingo');

/** A value as mingo can hold it; null for the types that JavaScript lacks. */
const plain = (value: unknown): unknown => {
  if (
    value instanceof Int32 ||
    value instanceof Double ||
    value instanceof Decimal128 ||
    value instanceof Long
  )
    return Number(value.toString());
  if (value instanceof BSONRegExp) return new RegExp(value.pattern, value.options);
  if (value instanceof Date || value instanceof RegExp || typeof value !== 'object' || value === null)
    return Object.is(value, -0) ? 0 : value;
  if (Array.isArray(value)) return value.map((item: unknown) => plain(item));
  return '_bsontype' in value ? null : plainDoc(value);
};
const plainDoc = (document: object): Doc =>
  Object.fromEntries(
    Object.entries(document)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name, plain(item)]),
  );

const filterCase = (filter: Doc): Case => ({
  mingo: (all) => mingo.find(all, filter).all(),
  real: async (all) => all.find(filter).toArray(),
});
const pipelineCase = (stage: Doc): Case => ({
  mingo: (all, other) => mingo.aggregate(all, [stage], { collectionResolver: () => other }),
  real: async (all) => all.aggregate([stage]).toArray(),
});
const updateCase = ({ update, arrayFilters }: Update): Case => {
  const config = arrayFilters ? { arrayFilters: arrayFilters.map(plainDoc) } : {};
  return {
    mingo: (all) => {
      mingo.updateMany(all, {}, update, config);
      return all;
    },
    real: async (all) => {
      const reply = await db.command({
        update: 'fuzz',
        updates: [{ q: {}, u: update, multi: true, ...config }],
      });
      if (reply['writeErrors'] !== undefined) throw new Error('refused');
      return all.find().toArray();
    },
  };
};

const kinds: Record<string, [name: string, cases: fc.Arbitrary<() => Case>][]> = {
  filter: filterOperators().map(([name, made]) => [name, made.map((one) => () => filterCase(plainDoc(one)))]),
  expression: expressionOperators().map(([name, made]) => [
    name,
    made.map((x) => () => pipelineCase({ $project: { x: plain(x) } })),
  ]),
  accumulator: accumulators().map(([name, made]) => [
    name,
    made.map((one) => () => pipelineCase(plainDoc(one))),
  ]),
  stage: stageOperators().map(([name, made]) => [name, made.map((one) => () => pipelineCase(plainDoc(one)))]),
  update: updateOperators()
    .filter(([name]) => name !== '$currentDate')
    .map(([name, made]) => [
      name,
      made.map((one) => () => updateCase({ ...one, update: plain(one.update) })),
    ]),
};

/** The answer, without the order of documents and of their fields; undefined for an error. */
const attempt = async (run: () => unknown): Promise<unknown> => {
  try {
    const result = await run();
    return Array.isArray(result)
      ? result.map(plain).toSorted((one, two) => (text(one) < text(two) ? -1 : 1))
      : result;
  } catch {
    return undefined;
  }
};
const text = (value: unknown): string =>
  JSON.stringify(value, (_name, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([one], [two]) => (one < two ? -1 : 1)))
      : item,
  );

const client = await new mongo.MongoClient(uri).connect();
const db = client.db(`mingo_${process.pid}`);
const [all, other] = [db.collection<Doc>('fuzz'), db.collection<Doc>('other')];
const numbered = (given: readonly Doc[]): Doc[] =>
  given.map((one, at) => ({ _id: at + 1, ...plainDoc(one) }));
const settings = { seed: Number(values.seed), numRuns: Number(values.cases) };
const sets = fc.array(documents, { minLength: 1, maxLength: 3 });

const total = { operators: 0, 'with wrong results': 0, 'with any difference': 0 };
for (const [kind, tables] of Object.entries(kinds)) {
  for (const [name, cases] of tables) {
    const counts = { wrong: 0, error: 0 };
    for (const [given, make] of fc.sample(fc.tuple(sets, cases), settings)) {
      const found = numbered(given);
      await Promise.all([all.deleteMany(), other.deleteMany()]);
      await Promise.all([all.insertMany(found), other.insertMany(found)]);
      const real = await attempt(async () => make().real(all));
      const mine = await attempt(() => make().mingo(structuredClone(found), structuredClone(found)));
      if (isDeepStrictEqual(mine, real)) continue;
      counts[mine === undefined || real === undefined ? 'error' : 'wrong'] += 1;
    }
    total.operators += 1;
    if (counts.wrong > 0) total['with wrong results'] += 1;
    if (counts.wrong + counts.error > 0) total['with any difference'] += 1;
    console.log(`${kind} ${name}: ${counts.wrong} wrong results, ${counts.error} errors on one side only`);
  }
}
console.log(total, `${values.cases} cases each, seed ${values.seed}`);
await db.dropDatabase();
await client.close();
