import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import { PasswordsBusyError } from '../src/lib/passwords.ts';
import { freshDatabase } from './support/database.ts';
import { startServerProcess } from './support/server-process.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';

const [OLD, NEW] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
const databaseUri = freshDatabase();
let username: string;

beforeEach(() => {
  username = aName();
});

/** Does something on a server with these peppers, all on one database. */
async function onServer<T>(peppers: string, act: (server: TestServer) => Promise<T>): Promise<T> {
  const server = await startTestServer({ MONGODB_URI: databaseUri, PASSWORD_PEPPER: peppers });
  try {
    return await act(server);
  } finally {
    await server.stop();
  }
}

const register = (peppers: string) =>
  onServer(peppers, async (server) => {
    expect((await new Visitor(server).register(username)).status).toBe(201);
  });

/** Checks that the right password signs in and a wrong one does not; returns the id of the pepper then in use. */
const signIn = (peppers: string): Promise<string | undefined> =>
  onServer(peppers, async (server) => {
    expect((await new Visitor(server).login(username, 'another battery horse')).status).toBe(401);
    expect((await new Visitor(server).login(username)).status).toBe(200);
    const user = await server.deps.models.User.findByUsername(username);
    expect(user?.credentialsVersion).toBe(0);
    return user?.pepperId;
  });

test('adding a pepper locks nobody out, and the next sign-in adopts it', async () => {
  await register('');
  const taken = await signIn(OLD);
  expect(taken).toMatch(/^[\w-]{8}$/);
  expect(await signIn(OLD)).toBe(taken);
  await onServer(OLD, ({ deps }) => deps.models.User.deleteMany({}));
});

test('changing the pepper locks nobody out, and the old one may go once nobody has it', async () => {
  await register(OLD);
  const old = await signIn(OLD);
  expect(await signIn(`${OLD},${NEW}`)).toBe(old);
  const changed = await signIn(`${NEW},${OLD}`);
  expect(changed).not.toBe(old);
  expect(await signIn(NEW)).toBe(changed);
  await onServer(NEW, ({ deps }) => deps.models.User.deleteMany({}));
});

test.each([
  ['without any', ''],
  ['with another one', NEW],
])('a server %s does not start while passwords have a pepper that was dropped', async (_, peppers) => {
  await register(OLD);
  const env = { MONGODB_URI: databaseUri, JWT_SECRET: randomBytes(32).toString('hex') };
  const refusal: unknown = await startServerProcess({ ...env, PASSWORD_PEPPER: peppers }).then(
    async (server) => server.kill('SIGKILL'),
    (reason: unknown) => reason,
  );
  expect(String(refusal)).toMatch(/exited with 1: Latchkey cannot start\.\n.*PASSWORD_PEPPER does not list/);
  expect(String(refusal)).toContain('PASSWORD_PEPPER=new,old');
  expect(String(refusal)).not.toContain(OLD);
  expect(String(refusal)).not.toContain(NEW);
  // And nobody is locked out for good: with the pepper back all is as before.
  await signIn(`${NEW},${OLD}`);
  await onServer(`${NEW},${OLD}`, ({ deps }) => deps.models.User.deleteMany({}));
});

test('a running server does not call a password wrong when only another server has its pepper', async () => {
  await onServer(OLD, async (server) => {
    await new Visitor(server).register(username);
    await server.deps.models.User.updateOne({ username }, { $set: { pepperId: 'unlisted' } });
    const answer = await new Visitor(server).login(username);
    expect([answer.status, codeOf(answer)]).toEqual([503, 'unavailable']);
    await wait(50);
    const log = JSON.stringify(server.logged);
    expect(log).toContain('PASSWORD_PEPPER does not list');
    expect(log).not.toContain(OLD);
    await server.deps.models.User.deleteMany({});
  });
});

test('a rehash that meets a full queue is left for the next sign-in: the password was right', async () => {
  await register('');
  await onServer(OLD, async (server) => {
    const hash = vi
      .spyOn(server.deps.passwords, 'hash')
      .mockRejectedValueOnce(new PasswordsBusyError('full'));
    expect((await new Visitor(server).login(username)).status).toBe(200);
    expect(hash).toHaveBeenCalledOnce();
    const { User } = server.deps.models;
    expect((await User.findByUsername(username))?.pepperId).toBeUndefined();
    expect((await new Visitor(server).login(username)).status).toBe(200);
    expect((await User.findByUsername(username))?.pepperId).toBe(server.deps.passwords.pepperIds[0]);
  });
});
