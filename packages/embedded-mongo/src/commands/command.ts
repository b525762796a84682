import type { Engine } from '../engine/engine.ts';
import type { Doc } from '../values/types.ts';
import type { Access } from './access.ts';
import type { Arguments } from './arguments.ts';
import type { Cursors } from './cursors.ts';

/** What a command works on. */
export type CommandContext = {
  readonly engine: Engine;
  readonly cursors: Cursors;
  readonly args: Arguments;
  readonly access: Access;
  readonly connectionId: number;
};
/** A command: which arguments it may have (any where that is not said), and what carries it out. */
export type Command = {
  readonly allows?: ReadonlySet<string>;
  /** Returns the reply without `ok`; throws MongoError. What it changed is then committed. */
  readonly run: (context: CommandContext) => Doc;
};

/** A command with the names of its arguments, which blanks separate. */
export const command = (names: string, run: Command['run']): Command => ({
  allows: new Set(names.split(' ')),
  run,
});
