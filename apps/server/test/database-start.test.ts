import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { proxyDatabase } from './support/database-proxy.ts';
import { freshDatabase } from './support/database.ts';
import { freePort } from './support/free-port.ts';
import { listen } from './support/listen.ts';
import { startTestServer } from './support/test-server.ts';
import { aName, Visitor } from './support/visitor.ts';

/** The message of a start that cannot use the database. */
async function refusalOf(MONGODB_URI: string): Promise<string> {
  const error: unknown = await startTestServer({ MONGODB_URI }).then(
    async (server) => server.stop(),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  return (error as Error).message;
}

test.concurrent('a start without a database says which one, what failed and what to do', async () => {
  const port = await freePort();
  const message = await refusalOf(`mongodb://127.0.0.1:${port}/accounts`);
  expect(message).toContain(`The database "accounts" at 127.0.0.1:${port} cannot be reached`);
  expect(message).toContain('ECONNREFUSED');
  expect(message).toMatch(/Check that it runs.*MONGODB_URI/);
});

test.concurrent('a database that accepts connections and does not answer is named', async () => {
  const silent = createServer((socket) => socket.on('error', () => {}));
  const port = await listen(silent);
  const message = await refusalOf(`mongodb://127.0.0.1:${port}/accounts`);
  expect(message).toContain(
    `The database "accounts" at 127.0.0.1:${port} cannot be reached: it does not answer`,
  );
});

test.concurrent('no credentials are shown, not even those in an address that cannot be parsed', async () => {
  const port = await freePort();
  const readable = await refusalOf(`mongodb://app:hunter2@127.0.0.1:${port}/accounts?authSource=admin`);
  expect(readable).toContain(`"accounts" at 127.0.0.1:${port}`);
  const unreadable = await refusalOf(`mongodb://app:hunter2/secret@127.0.0.1:${port}/accounts`);
  for (const message of [readable, unreadable]) expect(message).not.toMatch(/hunter2|app:|secret/);
});

test('a database that refuses the indexes is named, with the reason', async () => {
  const databaseUri = freshDatabase();
  const proxy = await proxyDatabase(databaseUri);
  proxy.answer('createIndexes users', { ok: 0, code: 13, errmsg: 'not authorized on accounts' });
  const message = await refusalOf(proxy.uri);
  expect(message).toMatch(
    /The database ".*" at 127\.0\.0\.1:\d+ cannot be given its indexes: not authorized/,
  );
  proxy.close();
});

test('without MONGODB_URI a server starts the embedded database in DATA_DIR, and finds its data there again', async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'latchkey-data-'));
  const env = { MONGODB_URI: undefined, DATA_DIR };
  const username = aName();
  const first = await startTestServer(env);
  await new Visitor(first).register(username);
  await first.stop();
  const second = await startTestServer(env);
  expect((await new Visitor(second).login(username)).status).toBe(200);
  await second.stop();
  await rm(DATA_DIR, { recursive: true });
});
