import { mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { proxyDatabase } from './support/database-proxy.ts';
import { freshDatabase } from './support/database.ts';
import {
  diagnose as diagnoseAt,
  faultsOf,
  OTHER_SECRET,
  prepareDeployments,
  SECRET,
  seenOf,
  uncheckedOf,
  type AnyServer,
  type Deployments,
} from './support/deployment.ts';
import { freePort } from './support/free-port.ts';
import { until } from './support/server-process.ts';
import type { TestServer } from './support/test-server.ts';

const BOTH = `${SECRET},${OTHER_SECRET}`;
const BOTH_REVERSED = `${OTHER_SECRET},${SECRET}`;

let deployments: Deployments;
let server: TestServer;
/** Others, each in a process of its own: one that lists a second secret, one that signs with it, one that has no other. */
let rotating: AnyServer;
let rotated: AnyServer;
let stranger: AnyServer;
beforeAll(async () => {
  deployments = await prepareDeployments();
  [server, rotating, rotated, stranger] = await Promise.all([
    deployments.server(),
    deployments.process({ JWT_SECRET: BOTH }),
    deployments.process({ JWT_SECRET: BOTH_REVERSED }),
    deployments.process({ JWT_SECRET: OTHER_SECRET }),
  ]);
});
afterAll(() => deployments.close());
beforeEach(() => {
  server.clock.ahead = 0;
});

/** Examines servers behind https. */
const diagnose = (servers: AnyServer[], source?: Record<string, string>) =>
  diagnoseAt(deployments, deployments.https, servers, {}, source);

describe('several servers', () => {
  test.each([
    ['the secret of both', SECRET],
    ['both secrets', BOTH],
    ['both, and the new one first', BOTH_REVERSED],
  ])('no fault while a secret is rotated, seen with %s', async (_, JWT_SECRET) => {
    const examination = await diagnose([server, rotating], { JWT_SECRET });
    expect([faultsOf(examination), uncheckedOf(examination)]).toEqual([[], []]);
    expect(examination.findings.find(({ id }) => id === 'secrets-differ')).toMatchObject({
      detail: expect.stringMatching(/^2 met/),
    });
  });

  test.each([
    ['of one of them', SECRET],
    ['of both', BOTH],
  ])('two with different secrets, seen with that %s', async (_, JWT_SECRET) => {
    expect(faultsOf(await diagnose([server, stranger], { JWT_SECRET }))).toEqual(['secrets-differ']);
  });

  test('one that signs with a secret which another does not list yet', async () => {
    expect(faultsOf(await diagnose([server, rotated]))).toEqual(['secrets-differ']);
  });

  test('one of two whose clock is ahead', async () => {
    server.clock.ahead = 5 * 60_000;
    expect(faultsOf(await diagnose([server, rotating]))).toEqual(['clock-skew']);
  });
});

test.each([
  ['behind', -5 * 60_000],
  ['days ahead', 3 * 86_400_000],
  ['ahead by less than the age that a proof may have', 20_000],
])('a clock that is %s', async (_, ahead) => {
  server.clock.ahead = ahead;
  const examination = await diagnose([server]);
  expect([faultsOf(examination), uncheckedOf(examination)]).toEqual([['clock-skew'], []]);
});

test('a clock of the database that is ahead', async () => {
  const proxy = await proxyDatabase(freshDatabase());
  // No polls, so that only the doctor asks the database what time it is.
  const misled = await deployments.server({ MONGODB_URI: proxy.uri, REVOCATION: 'renewal' });
  const cursor = {
    id: mongo.Long.ZERO,
    ns: 'latchkey.$cmd.aggregate',
    firstBatch: [{ now: new Date(Date.now() + 3_600_000) }],
  };
  for (let count = 0; count < 20; count += 1) proxy.answer('aggregate 1', { cursor, ok: 1 });
  const examination = await diagnose([misled]);
  proxy.close();
  expect(faultsOf(examination)).toEqual(['clock-skew']);
  expect(seenOf(examination, 'clock-skew')).toMatch(/^the database’s clock is 3\d{3} s ahead/);
});

test('a missing index, of whatever collection', async () => {
  const limiting = await deployments.server({ RATE_LIMIT: 'on' });
  for (const [collection, index] of [
    ['users', 'usernameKey_1'],
    ['sessions', 'expiresAt_1'],
    ['limits', 'expire_-1'],
  ] as const) {
    await limiting.deps.db.collection(collection).dropIndex(index);
    const examination = await diagnose([limiting]);
    expect([collection, faultsOf(examination)]).toEqual([collection, ['missing-index']]);
    expect(seenOf(examination, 'missing-index')).toContain(`lacks ${collection} {`);
    // The cure that the doctor names.
    await deployments.server({ RATE_LIMIT: 'on' });
  }
  expect(faultsOf(await diagnose([limiting]))).toEqual([]);
});

test('a database that cannot be reached, with variables at hand and without', async () => {
  const proxy = await proxyDatabase(freshDatabase());
  const cutOff = await deployments.server({ MONGODB_URI: proxy.uri });
  proxy.cut();
  const examination = await diagnose([cutOff]);
  expect(faultsOf(examination)).toEqual(['database-unreachable']);
  expect(uncheckedOf(examination)).toEqual(['missing-index']);
  await until(async () => /down/.test(await (await fetch(`${cutOff.origin}/readyz`)).text()));
  expect(faultsOf(await diagnose([cutOff], {}))).toEqual(['database-unreachable']);
  proxy.close();
});

test('a database that no server can start with, by the address at hand, whose password is not shown', async () => {
  const MONGODB_URI = `mongodb://kim:hunter2@localhost:${await freePort()}/latchkey`;
  const examination = await diagnose([], { JWT_SECRET: SECRET, MONGODB_URI });
  expect(faultsOf(examination)).toEqual(['unreachable', 'database-unreachable']);
  expect(JSON.stringify(examination)).not.toContain('hunter2');
});
