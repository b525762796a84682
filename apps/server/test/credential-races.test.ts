import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { proxyDatabase, type DatabaseProxy } from './support/database-proxy.ts';
import { freshDatabase } from './support/database.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor, type Answer } from './support/visitor.ts';
import { randomSecret } from './support/random-secret.ts';

const OLD = 'correct horse battery';
const NEW = 'wrong horse battery';

/** Two servers on one database: a proxy between it and the first server holds commands where a test wants them. */
const databaseUri = freshDatabase();
let proxy: DatabaseProxy;
let held: TestServer;
let server: TestServer;
beforeAll(async () => {
  proxy = await proxyDatabase(databaseUri);
  const JWT_SECRET = randomSecret();
  // Otherwise its polls would be held instead of the command that a test waits for.
  const noPolls = { REVOCATION_INTERVAL: '1h', REVOCATION_MAX_STALENESS: '2h' };
  held = await startTestServer({ MONGODB_URI: proxy.uri, JWT_SECRET, ...noPolls });
  server = await startTestServer({ MONGODB_URI: databaseUri, JWT_SECRET });
});
afterAll(async () => {
  await Promise.all([held.stop(), server.stop()]);
  proxy.close();
});
beforeEach(() => {
  held.clock.ahead = 0;
  server.clock.ahead = 0;
});

/** A new user's browser, on the server without the proxy. */
async function signedUp(): Promise<{ username: string; owner: Visitor }> {
  const username = aName();
  const owner = new Visitor(server);
  await owner.register(username, OLD);
  return { username, owner };
}

const change = (visitor: Visitor, currentPassword = OLD, newPassword = NEW): Promise<Answer> =>
  visitor.request('PUT', ENDPOINTS.password, { currentPassword, newPassword });
const remove = (visitor: Visitor): Promise<Answer> =>
  visitor.request('DELETE', ENDPOINTS.account, { password: OLD });
const sessionsOf = (userId: unknown): Promise<number> =>
  server.deps.models.Session.countDocuments({ userId: String(userId), revokedAt: { $exists: false } });

/** What the owner does while somebody else signs in, and how many sessions the account has afterwards. */
const ENDINGS: [string, (owner: Visitor) => Promise<Answer>, number][] = [
  ['a password change', (owner) => change(owner), 1],
  ['a deletion of the account', remove, 0],
];

describe.each(ENDINGS)('%s', (_, end, sessionsLeft) => {
  test('leaves no session to a sign-in that verified the password before it and writes its session after it', async () => {
    const { username, owner } = await signedUp();
    const { _id } = owner.claims;
    const insert = proxy.holdCommand('insert sessions');
    const thief = new Visitor(held);
    const signIn = thief.login(username, OLD);
    await insert.reached;
    expect((await end(owner)).status).toBe(204);
    insert.release();
    const answer = await signIn;
    expect([answer.status, codeOf(answer), answer.cookies]).toEqual([401, 'bad_credentials', []]);
    expect(await sessionsOf(_id)).toBe(sessionsLeft);
  });

  test('leaves no session to a sign-in that wrote it before and is answered after it', async () => {
    const { username, owner } = await signedUp();
    const { _id } = owner.claims;
    const insert = proxy.holdReply('insert sessions');
    const thief = new Visitor(held);
    const signIn = thief.login(username, OLD);
    await insert.reached;
    while ((await sessionsOf(_id)) < 2);
    expect((await end(owner)).status).toBe(204);
    insert.release();
    expect((await signIn).status).toBe(401);
    expect(await sessionsOf(_id)).toBe(sessionsLeft);
  });

  test('ends the session of a sign-in that was answered while it was in progress', async () => {
    const { username } = await signedUp();
    const owner = new Visitor(held);
    await owner.login(username, OLD);
    const { _id } = owner.claims;
    const write = proxy.holdCommand('findAndModify users');
    const request = end(owner);
    await write.reached;
    const thief = new Visitor(server);
    expect((await thief.login(username, OLD)).status).toBe(200);
    write.release();
    expect((await request).status).toBe(204);
    expect(await sessionsOf(_id)).toBe(sessionsLeft);
    server.clock.advanceDays(4);
    expect((await thief.check()).status).toBe(401);
  });
});

describe('of two concurrent password changes', () => {
  test('one wins, and the other gets wrong_password', async () => {
    const { username } = await signedUp();
    const [one, other] = [new Visitor(held), new Visitor(held)];
    await one.login(username, OLD);
    await other.login(username, OLD);
    const writes = [proxy.holdCommand('findAndModify users'), proxy.holdCommand('findAndModify users')];
    const answers = [change(one, OLD, 'first new horse'), change(other, OLD, 'second new horse')];
    // Both have verified the old password and are about to write.
    await Promise.all(writes.map(({ reached }) => reached));
    for (const write of writes) write.release();
    const [first, second] = await Promise.all(answers);
    expect([first?.status, second?.status].toSorted()).toEqual([204, 403]);
    const hasFirstWon = first?.status === 204;
    expect(codeOf((hasFirstWon ? second : first) as Answer)).toBe('wrong_password');
    expect((await (hasFirstWon ? one : other).check()).status).toBe(200);
    const tries = ['first new horse', 'second new horse'].map(
      async (password) => (await new Visitor(server).login(username, password)).status,
    );
    expect(await Promise.all(tries)).toEqual(hasFirstWon ? [200, 401] : [401, 200]);
  });
});

test('a registration whose account is deleted before its session begins is refused and leaves no session', async () => {
  const username = aName();
  const insert = proxy.holdCommand('insert sessions');
  const registration = new Visitor(held).register(username, OLD);
  await insert.reached;
  const owner = new Visitor(server);
  await owner.login(username, OLD);
  const { _id } = owner.claims;
  expect((await remove(owner)).status).toBe(204);
  insert.release();
  const answer = await registration;
  expect([answer.status, codeOf(answer), answer.cookies]).toEqual([401, 'signed_out', []]);
  expect(await sessionsOf(_id)).toBe(0);
});

test('a password change that is overtaken by another ends its own new session', async () => {
  const { username } = await signedUp();
  const [one, other] = [new Visitor(held), new Visitor(server)];
  await one.login(username, OLD);
  const insert = proxy.holdCommand('insert sessions');
  const overtaken = change(one, OLD, NEW);
  await insert.reached;
  await other.login(username, NEW);
  const { _id } = other.claims;
  expect((await change(other, NEW, 'newest horse battery')).status).toBe(204);
  insert.release();
  const answer = await overtaken;
  expect([answer.status, codeOf(answer), answer.cookies]).toEqual([401, 'signed_out', []]);
  expect((await other.check()).status).toBe(200);
  expect(await sessionsOf(_id)).toBe(1);
});

describe('a change that was interrupted after the password was changed and before the sessions were ended', () => {
  /** The database applies the change but its reply is lost: the server gives up, and nothing ends the sessions. */
  async function brokenOff(): Promise<{
    username: string;
    owner: Visitor;
    elsewhere: Visitor;
    late: () => void;
  }> {
    const { username } = await signedUp();
    const [owner, elsewhere] = [new Visitor(held), new Visitor(server)];
    await owner.login(username, OLD);
    await elsewhere.login(username, OLD);
    const write = proxy.holdReply('findAndModify users');
    const answer = await change(owner);
    expect([answer.status, codeOf(answer)]).toEqual([503, 'unavailable']);
    return { username, owner, elsewhere, late: () => write.release() };
  }

  test('renews none of them', async () => {
    const { owner, elsewhere, late } = await brokenOff();
    server.clock.advanceDays(4);
    const answer = await elsewhere.check();
    expect([answer.status, codeOf(answer)]).toEqual([401, 'signed_out']);
    expect(await sessionsOf(owner.claims['_id'])).toBe(0);
    late();
  });

  test('is completed by the next sign-in with the new password', async () => {
    const { username, elsewhere, late } = await brokenOff();
    expect((await new Visitor(server).login(username, OLD)).status).toBe(401);
    const back = new Visitor(server);
    expect((await back.login(username, NEW)).status).toBe(200);
    expect((await elsewhere.check()).status).toBe(401);
    expect(await sessionsOf(back.claims['_id'])).toBe(1);
    late();
  });
});

test('an interrupted deletion is completed by the next attempt to use the account', async () => {
  const { username } = await signedUp();
  const owner = new Visitor(held);
  await owner.login(username, OLD);
  const { _id } = owner.claims;
  const [search, write] = [proxy.holdCommand('find sessions'), proxy.holdReply('delete users')];
  const deletion = remove(owner);
  await search.reached;
  const between = new Visitor(server);
  expect((await between.login(username, OLD)).status).toBe(200);
  search.release();
  expect((await deletion).status).toBe(503);
  expect(await sessionsOf(_id)).toBe(1);
  expect(codeOf(await remove(between))).toBe('signed_out');
  expect(await sessionsOf(_id)).toBe(0);
  write.release();
});

test('an account created before credentials had a version signs in, renews and changes its password', async () => {
  const { username, owner } = await signedUp();
  const { _id } = owner.claims;
  const { User, Session } = server.deps.models;
  await User.updateOne({ _id }, { $unset: { credentialsVersion: 1 } });
  await Session.updateMany({ userId: _id }, { $unset: { credentialsVersion: 1 } });
  const other = new Visitor(server);
  expect((await other.login(username, OLD)).status).toBe(200);
  server.clock.advanceDays(4);
  for (const visitor of [owner, other]) expect((await visitor.check()).cookies).toHaveLength(1);
  expect((await change(other)).status).toBe(204);
  expect((await owner.check()).status).toBe(401);
  expect(await sessionsOf(_id)).toBe(1);
});
