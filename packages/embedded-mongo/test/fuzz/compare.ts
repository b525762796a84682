import { inspect } from 'node:util';
import type { Engine } from './engine.ts';
import { listedReason } from './listed.ts';
import type { Case, Operation } from './operations.ts';

/** What a run has done so far. */
export type Tally = {
  cases: number;
  /** Comparisons by command; `documents` are those of a collection after a write. */
  readonly comparisons: Record<string, number>;
  readonly errors: Record<string, number>;
  readonly refusals: Record<string, number>;
};
export const createTally = (): Tally => ({ cases: 0, comparisons: {}, errors: {}, refusals: {} });

/** Two servers that disagree. `commands` leads there from two empty collections. */
export class Difference extends Error {
  readonly commands: readonly object[];
  readonly embedded: string;
  readonly real: string;

  constructor(commands: readonly object[], embedded: string, real: string) {
    super(`embedded: ${embedded}\nMongoDB:  ${real}`);
    this.commands = commands;
    this.embedded = embedded;
    this.real = real;
  }
}

type Servers = { readonly embedded: Engine; readonly real: Engine };

/** Runs a case on both servers. Throws the first Difference; a refused write ends the case, for its documents differ. */
export const compareCase = async (servers: Servers, given: Case, tally: Tally): Promise<void> => {
  const { embedded, real } = servers;
  const done: object[] = [
    { insert: 'fuzz', documents: given.documents, ordered: false },
    ...(given.others.length > 0 ? [{ insert: 'other', documents: given.others, ordered: false }] : []),
  ];
  tally.cases += 1;
  const [one, other] = await Promise.all([
    embedded.reset(given.documents, given.others),
    real.reset(given.documents, given.others),
  ]);
  if (one.text !== other.text) throw new Difference(done, one.text, other.text);
  for (const group of inGroups(given.operations)) {
    const results = await Promise.all(group.map(async (operation) => compareOne(servers, operation, tally)));
    const [first] = group;
    const failure = results.find((result) => result instanceof Object);
    if (failure)
      throw new Difference([...done, failure.operation.command], failure.embedded.text, failure.real.text);
    if (!first?.isWrite) continue;
    if (results.includes('refused')) return;
    done.push(first.command);
    count(tally.comparisons, 'documents');
    const [mine, theirs] = await Promise.all([embedded.contents(), real.contents()]);
    if (mine !== theirs) throw new Difference(done, mine, theirs);
  }
};

/** Reads that follow each other run together, writes alone. */
const inGroups = (operations: readonly Operation[]): Operation[][] => {
  const groups: Operation[][] = [];
  for (const operation of operations) {
    const last = groups.at(-1);
    if (operation.isWrite || !last || last[0]?.isWrite) groups.push([operation]);
    else last.push(operation);
  }
  return groups;
};

const compareOne = async (servers: Servers, operation: Operation, tally: Tally) => {
  const [embedded, real] = await Promise.all([servers.embedded.run(operation), servers.real.run(operation)]);
  const name = Object.keys(operation.command)[0] ?? '';
  count(tally.comparisons, name);
  if (embedded.text === real.text) {
    if (embedded.code !== undefined) count(tally.errors, String(embedded.code));
    return 'equal';
  }
  const reason = listedReason({ operation, embedded, real });
  if (reason === undefined) return { operation, embedded, real };
  count(tally.refusals, reason);
  return 'refused';
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
