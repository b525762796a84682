import { explainedSelect, type Selection } from '../engine/select.ts';
import type { Plan } from '../engine/plan.ts';
import type { Collection } from '../engine/collection.ts';
import { badValue, notSupported } from '../errors.ts';
import { type Doc, isDoc } from '../values/types.ts';
import { aggregateSelection } from './aggregate.ts';
import { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { countSelection, distinctSelection, findSelection } from './find.ts';
import { hintedIndex } from './hint.ts';

/** How each command that selects documents selects them. */
const SELECTIONS: Readonly<
  Record<string, (collection: Collection | undefined, args: Arguments) => Selection>
> = {
  find: findSelection,
  count: countSelection,
  distinct: distinctSelection,
  aggregate: aggregateSelection,
  update: (collection, args) => statementSelection(collection, args, 'updates'),
  delete: (collection, args) => statementSelection(collection, args, 'deletes'),
  findAndModify: (collection, args) => ({
    filter: args.document('query'),
    options: args.filterOptions(),
    sort: args.optionalDocument('sort'),
    limit: 1,
    hint: hintedIndex(collection, args.body['hint']),
  }),
};

const statementSelection = (collection: Collection | undefined, args: Arguments, list: string): Selection => {
  const [statement = {}] = args.documents(list);
  const each = new Arguments(args.command, { ...statement, $db: args.database }, args.checkTime);
  const one = statement['limit'] === 1 || (list === 'updates' && !each.boolean('multi'));
  return {
    filter: each.document('q'),
    options: each.filterOptions(),
    limit: one ? 1 : 0,
    hint: hintedIndex(collection, statement['hint']),
  };
};

/** `explain`: by which plan a command finds its documents, and how many it looks at. It changes nothing. */
export const explain: Command = ({ engine, args }) => {
  args.allow(['verbosity']);
  const { explain: body, verbosity = 'allPlansExecution' } = args.body;
  if (!isDoc(body)) throw badValue('explain needs a command');
  if (!['queryPlanner', 'executionStats', 'allPlansExecution'].includes(String(verbosity)))
    throw badValue(`unknown verbosity: ${String(verbosity)}`);
  const [name = ''] = Object.keys(body);
  const selectionOf = Object.hasOwn(SELECTIONS, name) ? SELECTIONS[name] : undefined;
  if (!selectionOf) throw notSupported(`explain of ${name}`);
  const inner = new Arguments(name, { ...body, $db: args.database }, args.checkTime);
  const namespace = inner.namespace();
  const collection = engine.find(namespace);
  const start = performance.now();
  const { found, plan, rejected, examined } = explainedSelect(collection, selectionOf(collection, inner));
  return {
    explainVersion: '1',
    queryPlanner: {
      namespace,
      winningPlan: plan ? describe(plan) : { stage: 'EOF' },
      rejectedPlans: rejected.map(describe),
    },
    ...(verbosity !== 'queryPlanner' && {
      executionStats: {
        executionSuccess: true,
        nReturned: found.length,
        executionTimeMillis: Math.round(performance.now() - start),
        totalKeysExamined: plan?.stage === 'IXSCAN' || plan?.stage === 'OR' ? examined : 0,
        totalDocsExamined: examined,
      },
    }),
    command: body,
  };
};

/** A plan as MongoDB writes it. */
const describe = ({ stage, index, backward, inputs }: Plan): Doc => {
  const direction = backward ? 'backward' : 'forward';
  if (stage === 'COLLSCAN') return { stage, direction };
  const inputStage = index
    ? {
        stage,
        keyPattern: index.spec['key'],
        indexName: index.name,
        isUnique: index.spec['unique'] === true,
        isSparse: index.sparse,
        isPartial: index.partialFilter !== undefined,
        direction,
      }
    : { stage, inputStages: (inputs ?? []).map(describe) };
  return { stage: 'FETCH', inputStage };
};
