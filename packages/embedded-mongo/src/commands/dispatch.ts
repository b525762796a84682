import type { Engine } from '../engine/engine.ts';
import { badValue, MongoError, notSupported } from '../errors.ts';
import { toNumber } from '../values/numbers.ts';
import { isNumeric, typeName, isDoc, type Doc } from '../values/types.ts';
import type { Handler } from '../wire/server.ts';
import { aggregate } from './aggregate.ts';
import { backup } from './backup.ts';
import { Arguments } from './arguments.ts';
import type { Access } from './access.ts';
import { saslStart } from './authentication.ts';
import { catalogCommands } from './catalog.ts';
import { type Command, command } from './command.ts';
import { Cursors } from './cursors.ts';
import { explain } from './explain.ts';
import { findAndModify } from './find-and-modify.ts';
import { count, distinct, find } from './find.ts';
import { handshakeCommands } from './handshake.ts';
import { indexCommands } from './indexes.ts';
import { collStats, dbStats } from './statistics.ts';
import { deleteCommand, insert, update } from './write.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    ...handshakeCommands,
    saslStart,
    ...catalogCommands,
    ...indexCommands,
    insert,
    update,
    delete: deleteCommand,
    find,
    count,
    distinct,
    aggregate,
    explain,
    collStats,
    dbStats,
    backup,
    findAndModify,
    findandmodify: findAndModify,
    getMore: command('collection batchSize', ({ cursors, args }) => cursors.getMore(args)),
    killCursors: command('cursors', ({ cursors, args }) => cursors.kill(args)),
  }),
);

/** Answers commands on an engine; what they change is to be made durable before the reply is sent. */
export const createHandler = (engine: Engine, access: Access, isClosing: () => boolean): Handler => {
  const cursors = new Cursors();
  return (readBody, connectionId) =>
    answer(() => {
      const body = readBody();
      const [name = ''] = Object.keys(body);
      const found = COMMANDS.get(name);
      if (!found) throw new MongoError(59, `no such command: '${name}'`);
      access.check(name, connectionId);
      checkGeneric(body);
      const args = new Arguments(name, body, timeCheck(body['maxTimeMS'], isClosing));
      args.allow(found.allows);
      return found.run({ engine, cursors, args, access, connectionId });
    });
};

/** Throws MaxTimeMSExpired (50) once `maxTimeMS` (0 for no limit) are over, InterruptedAtShutdown (11600) when closing. */
const timeCheck = (maxTimeMS: unknown, isClosing: () => boolean): (() => void) => {
  const limit = maxTimeMS === undefined ? 0 : isNumeric(maxTimeMS) ? toNumber(maxTimeMS) : NaN;
  if (!Number.isInteger(limit) || limit < 0 || limit > 2 ** 31 - 1)
    throw badValue(`maxTimeMS must be a whole number of at least 0: ${String(maxTimeMS)}`);
  const end = limit === 0 ? Infinity : performance.now() + limit;
  return () => {
    if (isClosing()) throw new MongoError(11600, 'the database closes');
    if (performance.now() > end) throw new MongoError(50, 'operation exceeded time limit');
  };
};

const answer = (run: () => Doc): Doc => {
  try {
    return { ...run(), ok: 1 };
  } catch (error) {
    const known = error instanceof MongoError ? error : new MongoError(1, String(error));
    return { ok: 0, errmsg: known.message, code: known.code, codeName: known.codeName, ...known.details };
  }
};

/** What MongoDB refuses of any command where there is no replica set. */
const checkGeneric = (body: Doc): void => {
  if (
    body['autocommit'] === false ||
    body['txnNumber'] !== undefined ||
    body['startTransaction'] !== undefined
  ) {
    throw new MongoError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  }
  const { readConcern, writeConcern, apiVersion } = body;
  const level = isDoc(readConcern) ? (readConcern['level'] ?? 'local') : 'local';
  if (level !== 'local' && level !== 'available' && level !== 'majority') {
    throw new MongoError(123, 'this readConcern level needs a replica set');
  }
  const w = isDoc(writeConcern) ? (writeConcern['w'] ?? 1) : 1;
  if (typeof w === 'number' ? w > 1 : w !== 'majority') {
    throw badValue(
      `cannot use non-majority 'w' mode ${typeof w === 'string' ? w : typeName(w)} when a host is not a member of a replica set`,
    );
  }
  if (apiVersion !== undefined) throw notSupported('apiVersion');
};
