import { inspect } from 'node:util';
import type { Engine } from './engine.ts';
import { type Comparison, hasStages, listedReason } from './listed.ts';
import { CONTENTS, type Operation } from './operations.ts';
import { hasTwoFaults } from './two-faults.ts';

/** What a run has done so far: cases, and by kind how many comparisons, equal errors and listed differences. */
export type Tally = {
  cases: number;
  readonly comparisons: Record<string, number>;
  readonly errors: Record<string, number>;
  readonly listed: Record<string, number>;
};
export const createTally = (): Tally => ({ cases: 0, comparisons: {}, errors: {}, listed: {} });

/** Two servers that disagree. `commands` leads there from two empty collections. */
export class Difference extends Error {
  readonly commands: readonly object[];

  constructor(operations: readonly Operation[], { embedded, real }: Comparison) {
    super(`embedded: ${embedded.text}\nMongoDB:  ${real.text}`);
    this.commands = operations.map(({ command }) => command);
  }
}

type Servers = { readonly embedded: Engine; readonly real: Engine };

/**
 * Runs the operations of a case on both servers, and compares the documents after each write. Throws the first
 * Difference; a write that only one server refused ends the case, for its documents differ.
 */
export const compareCase = async (
  { embedded, real }: Servers,
  operations: readonly Operation[],
  tally: Tally,
): Promise<void> => {
  const done: Operation[] = [];
  tally.cases += 1;
  await Promise.all([embedded.reset(), real.reset()]);
  for (const group of inGroups(operations)) {
    const comparisons = await Promise.all(
      group.map(async (operation): Promise<Comparison> => {
        const [mine, theirs] = await Promise.all([embedded.run(operation), real.run(operation)]);
        const upserted = [...done, operation].some(isUpsert);
        const staged = done.some(hasStages);
        return { operation, embedded: mine, real: theirs, upserted, staged };
      }),
    );
    for (const comparison of comparisons) {
      const { operation } = comparison;
      const verdict = await judge(comparison, { servers: { embedded, real }, done, tally });
      if (verdict === 'different') throw new Difference([...done, operation], comparison);
      // Which documents it has changed before it failed depends on the plan.
      if (operation.isWrite && (verdict === 'listed' || hasFailedOnTheWay(comparison))) return;
      if (operation.isWrite) done.push(operation);
    }
  }
};

const isUpsert = ({ command }: Operation): boolean => JSON.stringify(command).includes('"upsert":true');

/** Whether an update of several documents came to one that it could not change. */
const hasFailedOnTheWay = ({ operation, real }: Comparison): boolean =>
  real.code !== undefined && JSON.stringify(operation.command).includes('"multi":true');

/** Writes run alone; reads that follow each other run together, first among them that of all documents. */
const inGroups = (operations: readonly Operation[]): Operation[][] => {
  const groups: Operation[][] = [];
  for (const operation of operations) {
    if (operation.isWrite) groups.push([operation], [CONTENTS]);
    else groups.at(-1)?.push(operation);
  }
  return groups;
};

type Context = { readonly servers: Servers; readonly done: readonly Operation[]; readonly tally: Tally };

const judge = async (comparison: Comparison, { servers, done, tally }: Context): Promise<Verdict> => {
  const { operation, embedded, real } = comparison;
  count(tally.comparisons, operation === CONTENTS ? 'documents' : (Object.keys(operation.command)[0] ?? ''));
  if (embedded.text === real.text) {
    if (embedded.code !== undefined) count(tally.errors, String(embedded.code));
    return 'equal';
  }
  const reason =
    listedReason(comparison) ??
    ((await isByRewriting(comparison, servers.real, done)) ? 'what MongoDB rewrites' : undefined) ??
    ((await hasTwoFaults(comparison, servers)) ? 'two faults' : undefined);
  if (reason === undefined) return 'different';
  count(tally.listed, reason);
  return 'listed';
};
type Verdict = 'different' | 'equal' | 'listed';

/** Whether MongoDB answers as the embedded server does once it runs stages and filters as they are written. */
const isByRewriting = async (
  { operation, embedded }: Comparison,
  real: Engine,
  done: readonly Operation[],
): Promise<boolean> => {
  const outcome = await real.asWritten(async () => {
    await real.reset();
    for (const before of done) await real.run(before);
    return real.run(operation);
  });
  return outcome?.text === embedded.text;
};

const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** The commands of a difference as mongosh runs them, or a test with the classes of `mongo.BSON`. */
export const asScript = (commands: readonly object[]): string =>
  commands
    .map((command) => inspect(command, { depth: Infinity, breakLength: Infinity, maxArrayLength: null }))
    // The only value that Node does not print as the expression that makes it.
    .map(
      (text) =>
        `db.runCommand(${text.replaceAll(/(?<=[ [])\d{4}-\d\d-\d\dT[\d:.]{12}Z(?=[ ,])/gu, 'new Date("$&")')})`,
    )
    .join('\n');
