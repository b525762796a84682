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
/** Carries out a command and gives its reply without `ok`; throws MongoError. What it changed is then committed. */
export type Command = (context: CommandContext) => Doc;
