import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startDatabaseProcess, type DatabaseProcess } from './support/database-process.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, Visitor } from './support/visitor.ts';

/** As many attempts as one client may fail at, and at one account. */
const [OF_CLIENT, AT_ACCOUNT] = [30, 10];

let database: DatabaseProcess;
let server: TestServer;
beforeAll(async () => {
  database = await startDatabaseProcess();
});
afterEach(async () => {
  database.thaw();
  await server.stop();
});
afterAll(() => database.end());

/** Creates an account. Returns what signs in with its password on one more device, and resolves with the status. */
async function startWithAccount(): Promise<() => Promise<number>> {
  server = await startTestServer({ MONGODB_URI: database.uri, RATE_LIMIT: 'on' });
  const visitor = new Visitor(server);
  await visitor.register(aName('outage'));
  const username = String(visitor.claims['username']);
  return async () => (await new Visitor(server).login(username)).status;
}

const times = <T>(count: number, act: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, act));

/** What the latest client is counted for; undefined before anything is. */
async function countOfClient(): Promise<unknown> {
  const [latest] = await server.deps.db
    .collection('limits')
    .find({ key: /^client:/ }, { sort: { _id: -1 }, limit: 1 })
    .toArray();
  return latest?.['points'];
}

test('right passwords that were tried while the database hung are no failures, though it counts them once it goes on', async () => {
  const signIn = await startWithAccount();
  // So that each of them has a connection.
  await times(OF_CLIENT, countOfClient);
  await database.freeze();
  expect(new Set(await times(OF_CLIENT, signIn))).toEqual(new Set([503]));
  database.thaw();
  await expect.poll(countOfClient, { timeout: 10_000 }).toBe(0);
  expect(await signIn()).toBe(200);
});

test('right passwords that were being verified when the database began to hang are no failures either', async () => {
  const signIn = await startWithAccount();
  let verifying = 0;
  let freeze = (): void => {};
  const frozen = new Promise<void>((resolve) => (freeze = () => resolve(database.freeze())));
  const verify = vi.spyOn(server.deps.passwords, 'verify').mockImplementation(async () => {
    verifying += 1;
    if (verifying === AT_ACCOUNT) freeze();
    await frozen;
    return true;
  });
  expect(new Set(await times(AT_ACCOUNT, signIn))).toEqual(new Set([503]));
  verify.mockRestore();
  database.thaw();
  await expect.poll(countOfClient, { timeout: 10_000 }).toBe(0);
  expect(await signIn()).toBe(200);
});
