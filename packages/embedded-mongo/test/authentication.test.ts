import { once } from 'node:events';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAddress } from '../src/address.ts';
import { Access } from '../src/commands/access.ts';
import { createHandler } from '../src/commands/dispatch.ts';
import { Engine } from '../src/engine/engine.ts';
import { Memory } from '../src/engine/memory.ts';
import { openStorage } from '../src/storage/storage.ts';
import { createWireServer } from '../src/wire/server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const storage = openStorage(folder.path);
const address = createAddress(folder.path, 'win32');
const engine = new Engine(storage, new Memory(Infinity, () => undefined));
const handler = createHandler(engine, new Access(address.password), () => false);
const { server, disconnect } = createWireServer(handler, () => engine.commit());
let uri = '';
beforeAll(async () => {
  await once(server.listen(address.listen), 'listening');
  const bound = server.address();
  uri = address.uri(typeof bound === 'object' && bound ? bound.port : 0);
});
afterAll(() => {
  disconnect();
  server.close();
  storage.close();
  folder.remove();
});

const connect = async (to: string): Promise<mongoose.Connection> =>
  mongoose.createConnection(to, { serverSelectionTimeoutMS: 5000 }).asPromise();
const withoutCredentials = (): string => uri.replace(/\/\/.*@/u, '//').replace(/&auth.*/u, '');

describe('the loopback port of Windows', () => {
  it('serves who has the password in its address', async () => {
    const connection = await connect(uri);
    await connection.collection('users').insertOne({ name: 'ada' });
    expect(await connection.collection('users').countDocuments({ name: 'ada' })).toBe(1);
    await connection.close();
  });

  it.each([
    ['another password', () => uri.replace(/:[0-9a-f]{64}@/u, `:${'0'.repeat(64)}@`)],
    ['a part of the password', () => uri.replace(/.@/u, '@')],
    ['another user', () => uri.replace('//latchkey:', '//admin:')],
  ])('refuses %s', async (_, wrong) => {
    await expect(connect(wrong())).rejects.toMatchObject({ code: 18, codeName: 'AuthenticationFailed' });
  });

  it('refuses another mechanism', async () => {
    const other = uri.replace('PLAIN', 'SCRAM-SHA-256').replace('%24external', 'admin');
    await expect(connect(other)).rejects.toMatchObject({ code: 334, codeName: 'MechanismUnavailable' });
  });

  it('lets one without a password do no more than introduce itself', async () => {
    const connection = await connect(withoutCredentials());
    const database = connection.getClient().db();
    expect(await database.command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(await database.command({ hello: 1 })).toMatchObject({ ok: 1 });
    for (const command of [
      { find: 'users' },
      { insert: 'users', documents: [{}] },
      { buildInfo: 1 },
      { listDatabases: 1 },
    ])
      await expect(database.command(command)).rejects.toMatchObject({ code: 13, codeName: 'Unauthorized' });
    await connection.close();
  });

  it('lets no other connection in with one that has authenticated', async () => {
    const known = await connect(uri);
    const unknown = await connect(withoutCredentials());
    await expect(unknown.collection('users').findOne()).rejects.toMatchObject({ code: 13 });
    expect(await known.collection('users').countDocuments()).toBe(1);
    await Promise.all([known.close(), unknown.close()]);
  });
});
