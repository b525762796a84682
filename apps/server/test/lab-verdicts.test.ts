import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from './support/database.ts';
import { lab, realVerdict, tokenOf } from './support/lab.ts';
import { until } from './support/server-process.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, Visitor } from './support/visitor.ts';

const [TTL, HALF] = [604_800, 302_400];
const SECRET = 'Zm9yIHRlc3RzIG9ubHksIG5vdCBmb3IgdXNlISE';
const POLICIES = ['bounded', 'strict', 'renewal'] as const;
/** Around the two borders of a token's life, and far from them. */
const AGES = [0, HALF - 1, HALF, HALF + 1, HALF + 2, TTL - 1, TTL, TTL + 1, TTL + 86_400];

// One database and one secret, each policy on a server of its own, the lab on one more; time stands still.
let lab1: TestServer;
let servers: Record<(typeof POLICIES)[number], TestServer>;
let visitor: Visitor;
beforeAll(async () => {
  const MONGODB_URI = freshDatabase();
  const shared = { MONGODB_URI, JWT_SECRET: SECRET, REVOCATION_INTERVAL: '100ms' };
  lab1 = await startTestServer({ ...shared, INSPECTOR: 'on' });
  servers = {
    bounded: await startTestServer({ ...shared, REVOCATION: 'bounded' }),
    strict: await startTestServer({ ...shared, REVOCATION: 'strict' }),
    renewal: await startTestServer({ ...shared, REVOCATION: 'renewal' }),
  };
  const now = Date.now();
  for (const { clock } of [lab1, ...Object.values(servers)]) clock.now = () => now;
  visitor = new Visitor(lab1);
  await visitor.register(aName());
});
afterAll(async () => {
  await lab1.deps.db.dropDatabase();
  for (const server of [lab1, ...Object.values(servers)]) await server.stop();
});

/** The verdicts of the lab on a session that is that old, and those of the servers on the same token. */
async function verdictsAt(age: number, { revoked }: { revoked: boolean }) {
  const { body } = await lab(visitor).start(age);
  if (revoked) {
    await lab(visitor).revoke(body.sid);
    await until(async () => (await lab(visitor).look(body.sid)).body.verdicts.bounded === 'rejected');
    const fresh = tokenOf({ ...body.claims, exp: body.claims.exp + TTL }, SECRET);
    await until(async () => (await realVerdict(servers.bounded, fresh)) === 'rejected');
  }
  const { verdicts, phase } = (await lab(visitor).look(body.sid)).body;
  const token = tokenOf(body.claims, SECRET);
  const real: Record<string, string> = {};
  for (const policy of POLICIES) real[policy] = await realVerdict(servers[policy], token);
  return { verdicts, phase, real };
}

describe.each(AGES)('of a token that is %i seconds old', (age) => {
  test('the verdicts are what real requests get under each policy', async () => {
    const { verdicts, real } = await verdictsAt(age, { revoked: false });
    expect(verdicts).toEqual(real);
  });

  test('so are they once its session has been revoked', async () => {
    const { verdicts, real } = await verdictsAt(age, { revoked: true });
    expect(verdicts).toEqual(real);
  });
});

test('the pure token is accepted after a revocation until it is due, and the others are not', async () => {
  const fresh = await verdictsAt(0, { revoked: true });
  expect(fresh.verdicts).toEqual({ bounded: 'rejected', strict: 'rejected', renewal: 'accepted' });
  const due = await verdictsAt(HALF + 1, { revoked: true });
  expect(due.verdicts).toEqual({ bounded: 'rejected', strict: 'rejected', renewal: 'rejected' });
});

test.each([
  [0, 'fresh', 'accepted'],
  [HALF, 'fresh', 'accepted'],
  [HALF + 1, 'renew', 'renewed'],
  [TTL - 1, 'renew', 'renewed'],
  [TTL, 'expired', 'rejected'],
])('a token of %i s is %s and, while its session lives, %s everywhere', async (age, phase, verdict) => {
  const answer = await verdictsAt(age, { revoked: false });
  expect([answer.phase, Object.values(answer.verdicts)]).toEqual([phase, [verdict, verdict, verdict]]);
});
