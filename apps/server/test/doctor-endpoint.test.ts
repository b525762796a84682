import { DOCTOR_ENDPOINT, ENDPOINTS } from '@latchkey/shared';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createKeyRing } from '../src/tokens/key-ring.ts';
import { signProof } from '../src/tokens/doctor-proof.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    RATE_LIMIT: 'on',
    TRUST_PROXY: '1',
    PASSWORD_PEPPER: 'p'.repeat(20) + 'abcdefghijkl',
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  server.clock.ahead = 0;
});

const now = (): number => Math.floor(Date.now() / 1000);
const proofOf = (secret: string, at = now()): string => signProof(createKeyRing([secret]).signing, at);
const ask = (authorization?: string, headers: Record<string, string> = {}) =>
  new Visitor(server).request('GET', DOCTOR_ENDPOINT, undefined, {
    ...(authorization !== undefined && { authorization }),
    ...headers,
  });

test('the report has these fields, and nothing of a secret, an account or a database address', async () => {
  const { status, body } = await ask(`Bearer ${proofOf(server.secret)}`, {
    'X-Forwarded-For': '2001:db8::7, 198.51.100.7',
    'X-Forwarded-Proto': 'https',
  });
  expect(status).toBe(200);
  expect(body).toEqual({
    requestId: expect.any(String),
    serverNow: expect.any(Number),
    report: {
      keyIds: [createKeyRing([server.secret]).signing.kid],
      publicOrigin: server.origin,
      trustProxy: 1,
      client: '198.51.100.7',
      peerPort: expect.any(Number),
      forwardedFor: '2001:db8::7, 198.51.100.7',
      forwardedProto: 'https',
      database: { now: expect.any(Number), missingIndexes: [] },
    },
  });
});

test.each([
  ['nothing', () => undefined],
  ['no proof', () => 'Bearer nonsense'],
  ['a proof by another secret', () => `Bearer ${proofOf('x'.repeat(64))}`],
  ['a proof by another scheme', () => `Basic ${proofOf(server.secret)}`],
  [
    'a proof for something else',
    () => `Bearer ${jwt.sign({ iat: now() }, server.secret, { audience: 'latchkey' })}`,
  ],
  [
    'an unsigned proof',
    () => `Bearer ${jwt.sign({ iat: now() }, '', { algorithm: 'none', audience: 'latchkey-doctor' })}`,
  ],
  [
    'a proof by another algorithm',
    () =>
      `Bearer ${jwt.sign({ iat: now() }, server.secret, { algorithm: 'HS512', audience: 'latchkey-doctor' })}`,
  ],
  [
    'a proof that is longer than any',
    () =>
      `Bearer ${jwt.sign({ iat: now(), padding: 'x'.repeat(600) }, server.secret, { audience: 'latchkey-doctor' })}`,
  ],
])('for %s the path is as unknown as any other', async (_, authorization) => {
  const answer = await ask(authorization());
  const { body: unknown } = await new Visitor(server).request('GET', '/api/nothing');
  expect([answer.status, { ...answer.body, requestId: '' }]).toEqual([404, { ...unknown, requestId: '' }]);
});

test('a token of a session proves nothing, and a proof signs nobody in', async () => {
  const visitor = new Visitor(server);
  await visitor.register(aName());
  expect((await ask(`Bearer ${visitor.token}`)).status).toBe(404);
  visitor.token = proofOf(server.secret);
  expect((await visitor.check()).headers.get('server-timing')).toContain('invalid');
});

test.each([
  ['old', -61],
  ['from the future', 62],
])('a proof that is %s, such as one that was recorded, gets no report', async (_, seconds) => {
  const { body } = await ask(`Bearer ${proofOf(server.secret, now() + seconds)}`);
  expect(Object.keys(body)).toEqual(['requestId', 'serverNow']);
});

test('any secret of the ring proves it', async () => {
  const rotating = await startTestServer({ JWT_SECRET: `${server.secret},${'0123456789abcdef'.repeat(4)}` });
  const visitor = new Visitor(rotating);
  for (const secret of [server.secret, '0123456789abcdef'.repeat(4)]) {
    const headers = { authorization: `Bearer ${proofOf(secret)}` };
    const { body } = await visitor.request('GET', DOCTOR_ENDPOINT, undefined, headers);
    expect(body.report.keyIds).toHaveLength(2);
  }
  await rotating.stop();
});

test('reports are limited in number, and strangers do not use them up', async () => {
  const limited = await startTestServer({ RATE_LIMIT: 'on' });
  const visitor = new Visitor(limited);
  const report = (secret: string) =>
    visitor.request('GET', DOCTOR_ENDPOINT, undefined, { authorization: `Bearer ${proofOf(secret)}` });
  for (let count = 0; count < 61; count += 1) await report('x'.repeat(64));
  const statuses: number[] = [];
  for (let count = 0; count < 61; count += 1) statuses.push((await report(limited.secret)).status);
  expect(statuses).toEqual([...Array.from({ length: 60 }, () => 200), 429]);
  expect(codeOf(await report(limited.secret))).toBe('rate_limited');
  expect((await visitor.request('GET', ENDPOINTS.check)).status).toBe(401);
  await limited.stop();
});
