import type { Collection } from '../engine/collection.ts';
import type { Plan } from '../engine/plan.ts';
import { explainedSelect, type Selection } from '../engine/select.ts';
import { badValue, notSupported } from '../errors.ts';
import { type Doc, isDoc } from '../values/types.ts';
import { aggregate, aggregateSelection } from './aggregate.ts';
import type { Arguments } from './arguments.ts';
import { type Command, command } from './command.ts';
import { findAndModify, findAndModifySelection } from './find-and-modify.ts';
import { count, countSelection, distinct, find } from './find.ts';
import { selectionOf } from './selection.ts';
import { deleteCommand, update, updateSelection } from './write.ts';

/** The commands that select documents, and how. */
const EXPLAINED: ReadonlyMap<string, readonly [Command, Select]> = new Map([
  ['find', [find, by('filter')]],
  ['count', [count, countSelection]],
  ['distinct', [distinct, by('query')]],
  ['findAndModify', [findAndModify, findAndModifySelection]],
  ['aggregate', [aggregate, aggregateSelection]],
  ['update', [update, byStatement('updates', updateSelection)]],
  ['delete', [deleteCommand, byStatement('deletes', by('q'))]],
]);
const VERBOSITIES = ['queryPlanner', 'executionStats', 'allPlansExecution'];

/** `explain`: by which plan a command finds its documents, and how many it looks at. It changes nothing. */
export const explain = command('verbosity', ({ engine, args }) => {
  const { explain: body, verbosity = 'allPlansExecution' } = args.body;
  if (!isDoc(body) || !VERBOSITIES.includes(String(verbosity)))
    throw badValue(`explain needs a command, and a verbosity of ${VERBOSITIES.join(', ')}`);
  const [name = ''] = Object.keys(body);
  const [explained, select] = EXPLAINED.get(name) ?? [];
  if (!explained || !select) throw notSupported(`explain of ${name}`);
  const inner = args.within(name, body);
  inner.allow(explained.allows);
  const collection = engine.find(inner.namespace());
  const start = performance.now();
  const { found, plan, rejected, examined } = explainedSelect(collection, select(collection, inner));
  const executionStats = {
    executionSuccess: true,
    nReturned: found.length,
    executionTimeMillis: Math.round(performance.now() - start),
    totalKeysExamined: plan && plan.stage !== 'COLLSCAN' ? examined : 0,
    totalDocsExamined: examined,
  };
  const winningPlan = plan ? describe(plan) : { stage: 'EOF' };
  return {
    queryPlanner: { namespace: inner.namespace(), winningPlan, rejectedPlans: rejected.map(describe) },
    ...(verbosity !== 'queryPlanner' && { executionStats }),
    command: body,
  };
});

/** A plan as MongoDB writes it. */
const describe = ({ stage, index, backward, inputs = [] }: Plan): Doc => {
  if (stage === 'COLLSCAN') return { stage };
  if (!index) return { stage: 'FETCH', inputStage: { stage, inputStages: inputs.map(describe) } };
  const { name, sparse, partialFilter, spec } = index;
  const direction = backward ? 'backward' : 'forward';
  const kind = {
    isUnique: spec['unique'] === true,
    isSparse: sparse,
    isPartial: partialFilter !== undefined,
  };
  return {
    stage: 'FETCH',
    inputStage: { stage, keyPattern: spec['key'], indexName: name, ...kind, direction },
  };
};

type Select = (collection: Collection | undefined, args: Arguments) => Selection;

function by(filter: 'filter' | 'query' | 'q'): Select {
  return (collection, args) => selectionOf(collection, args, filter);
}

/** By the first statement of a write. */
function byStatement(list: 'updates' | 'deletes', select: Select): Select {
  return (collection, args) => select(collection, args.within(args.command, args.documents(list)[0] ?? {}));
}
