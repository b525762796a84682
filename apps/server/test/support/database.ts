import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '@latchkey/embedded-mongo';
import { freshDatabase } from './test-server.ts';

/** A database that several servers share. */
export type SharedDatabase = { uri: string; stop(): Promise<void> };

/** An unused database: of the MongoDB that `MONGODB_URI` names, else an embedded one. */
export async function startDatabase(): Promise<SharedDatabase> {
  const given = freshDatabase();
  if (given !== undefined) return { uri: given, stop: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-db-'));
  const embedded = await startEmbeddedMongo({ dataDir });
  return {
    uri: embedded.uri,
    async stop() {
      await embedded.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The way to a database, which tests can cut and watch. */
export type Line = {
  uri: string;
  /** Breaks every connection and refuses new ones, until `restore`. */
  cut(): void;
  restore(): void;
  /** Names of the commands that went over the line, without the driver's own heartbeats. */
  commands: string[];
  close(): void;
};

const HEARTBEATS = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions']);

/** Puts a proxy before a database. */
export async function tapDatabase(uri: string): Promise<Line> {
  const url = new URL(uri);
  const path = decodeURIComponent(url.hostname);
  const target = path.includes('/') ? { path } : { host: url.hostname, port: Number(url.port || 27_017) };
  const sockets = new Set<Socket>();
  const commands: string[] = [];
  let isCut = false;

  const server: Server = createServer((client) => {
    if (isCut) return void client.destroy();
    const database = createConnection(target);
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    client.on('data', (bytes) =>
      commands.push(...commandNames(bytes).filter((name) => !HEARTBEATS.has(name))),
    );
    return undefined;
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    uri: `mongodb://127.0.0.1:${port}${url.pathname}?directConnection=true`,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    restore() {
      isCut = false;
    },
    commands,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** The command of an OP_MSG that begins a packet: the first key of its body (MongoDB Wire Protocol, OP_MSG). */
function commandNames(bytes: Buffer): string[] {
  const OP_MSG = 2013;
  if (bytes.length < 27 || bytes.readInt32LE(12) !== OP_MSG) return [];
  return [bytes.toString('latin1', 26, bytes.indexOf(0, 26))];
}
