import { createHash } from 'node:crypto';
import { ENDPOINTS } from '@latchkey/shared';
import { dictionary } from '@zxcvbn-ts/language-common';
import bcrypt from 'bcrypt';
import { expect, test, vi } from 'vitest';
import { PasswordsBusyError } from '../src/lib/passwords.ts';
import { freshDatabase } from './support/database.ts';
import { startTestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';

test('an unknown user costs a hash, like a known one', async () => {
  const server = await startTestServer();
  const verify = vi.spyOn(server.deps.passwords, 'verify');
  await new Visitor(server).login(aName('nobody'));
  expect(verify).toHaveBeenCalledExactlyOnceWith('correct horse battery', null);
  verify.mockRestore();
  await server.stop();
});

test('a list of more than ten thousand leaked passwords is refused, regardless of case', async () => {
  expect(dictionary['passwords-common'].length).toBeGreaterThan(10_000);
  const server = await startTestServer();
  const common = dictionary['passwords-common'].filter(({ length }) => length >= 8);
  expect(common.length).toBeGreaterThan(10_000);
  for (const password of ['Password1', 'PASSWORD1', common.at(-1) ?? '']) {
    const answer = await new Visitor(server).register(aName(), password);
    expect([answer.status, answer.body.errors]).toEqual([400, [{ path: 'password', code: 'too_common' }]]);
  }
  await server.stop();
});

test.each(['aaaaaaaaaaaaaaaa', 'qwertyuiopasdfghjkl', 'iloveyouiloveyou', '안녕하세요안녕하세요'])(
  'the long but trivial password %s is refused when it is chosen, and signs in if it was chosen before',
  async (password) => {
    const server = await startTestServer();
    const refused = await new Visitor(server).register(aName(), password);
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [{ path: 'password', code: 'too_guessable' }],
    ]);

    const [username, visitor] = [aName(), new Visitor(server)];
    await visitor.register(username);
    const change = { currentPassword: 'correct horse battery', newPassword: password };
    const unchanged = await visitor.request('PUT', ENDPOINTS.password, change);
    expect(unchanged.body.errors).toEqual([{ path: 'newPassword', code: 'too_guessable' }]);

    await server.deps.models.User.updateOne({ username }, await server.deps.passwords.hash(password));
    expect((await new Visitor(server).login(username, password)).status).toBe(200);
    await server.stop();
  },
);

test('PASSWORD_MIN_LENGTH applies at registration and at a change, and to nobody who signs in', async () => {
  const databaseUri = freshDatabase();
  const before = await startTestServer({ MONGODB_URI: databaseUri });
  const [username, short] = [aName(), 'orbit pencils'];
  await new Visitor(before).register(username, short);
  await before.stop();
  const server = await startTestServer({ MONGODB_URI: databaseUri, PASSWORD_MIN_LENGTH: '15' });
  const refused = await new Visitor(server).register(aName(), short);
  expect([refused.status, refused.body.errors]).toEqual([400, [{ path: 'password', code: 'too_short' }]]);
  const visitor = new Visitor(server);
  expect((await visitor.login(username, short)).status).toBe(200);
  const change = { currentPassword: short, newPassword: 'marble frosts.' };
  const unchanged = await visitor.request('PUT', ENDPOINTS.password, change);
  expect(unchanged.body.errors).toEqual([{ path: 'newPassword', code: 'too_short' }]);
  await server.stop();
});

test('a login storm gets busy beyond a bounded queue, not ever longer waits', async () => {
  const server = await startTestServer({ BCRYPT_COST: '10' });
  const username = aName();
  await new Visitor(server).register(username);
  const answers = await Promise.all(Array.from({ length: 120 }, () => new Visitor(server).login(username)));
  const busy = answers.filter(({ status }) => status === 503);
  expect(busy.length).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(64);
  expect(answers).toHaveLength(busy.length + answers.filter(({ status }) => status === 200).length);
  expect(busy.map((answer) => [codeOf(answer), answer.headers.get('retry-after')])).toContainEqual([
    'busy',
    '2',
  ]);
  await server.stop();
});

test('a password hashed at another cost is rehashed at the next sign-in', async () => {
  const server = await startTestServer({ BCRYPT_COST: '5' });
  const username = aName();
  await new Visitor(server).register(username);
  const { User } = server.deps.models;
  const cheaper = await bcrypt.hash(digestOf('correct horse battery'), 4);
  await User.updateOne({ username }, { passwordHash: cheaper });
  expect((await new Visitor(server).login(username)).status).toBe(200);
  const user = await User.findOne({ username });
  expect(user?.passwordHash).toMatch(/^\$2b\$05\$/);
  // The same password: it ends no session.
  expect(user?.credentialsVersion).toBe(0);
  expect((await new Visitor(server).login(username)).status).toBe(200);
  await server.stop();
});

test('a correct password does not get 503 because a full queue has no room to rehash it', async () => {
  const server = await startTestServer({ BCRYPT_COST: '5' });
  const username = aName();
  await new Visitor(server).register(username);
  const { passwords, models } = server.deps;
  const passwordHash = await bcrypt.hash(digestOf('correct horse battery'), 4);
  await models.User.updateOne({ username }, { passwordHash });
  const full = vi.spyOn(passwords, 'hash').mockRejectedValueOnce(new PasswordsBusyError('full'));
  expect((await new Visitor(server).login(username)).status).toBe(200);
  expect(full).toHaveBeenCalledOnce();
  full.mockRestore();
  expect((await new Visitor(server).login(username)).status).toBe(200);
  expect((await models.User.findOne({ username }))?.passwordHash).toMatch(/^\$2b\$05\$/);
  await server.stop();
});

function digestOf(password: string): string {
  return createHash('sha256').update(password).digest('base64');
}
