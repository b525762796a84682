import { MAX_DOCUMENT_BYTES } from '../values/codec.ts';
import { MAX_MESSAGE_BYTES } from '../wire/message.ts';
import type { Command } from './command.ts';

/** The most operations in one insert, update or delete. */
export const MAX_WRITE_BATCH = 100_000;
/** MongoDB 7.0's wire protocol: its commands are the ones built here. */
const MAX_WIRE_VERSION = 21;
const VERSION = [7, 0, 0, 0];

/** Presents itself as a standalone server: no replica set, so no transactions and no retried writes. */
const hello: Command['run'] = ({ args, connectionId }) => ({
  ...(args.command === 'hello' ? { isWritablePrimary: true } : { ismaster: true }),
  helloOk: true,
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  maxMessageSizeBytes: MAX_MESSAGE_BYTES,
  maxWriteBatchSize: MAX_WRITE_BATCH,
  localTime: new Date(),
  logicalSessionTimeoutMinutes: 30,
  connectionId,
  minWireVersion: 0,
  maxWireVersion: MAX_WIRE_VERSION,
  readOnly: false,
});

const nothing: Command = { run: () => ({}) };

/** Commands about the server and the connection; sessions carry no state here, so ending one is nothing to do. */
export const handshakeCommands: Readonly<Record<string, Command>> = {
  hello: { run: hello },
  isMaster: { run: hello },
  ismaster: { run: hello },
  ping: nothing,
  endSessions: nothing,
  serverStatus: {
    run: () => ({
      process: 'embedded-mongo',
      version: VERSION.slice(0, 3).join('.'),
      pid: process.pid,
      uptime: Math.floor(process.uptime()),
      localTime: new Date(),
    }),
  },
  buildInfo: {
    run: () => ({
      version: VERSION.slice(0, 3).join('.'),
      versionArray: VERSION,
      gitVersion: 'embedded',
      bits: 64,
      maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    }),
  },
};
