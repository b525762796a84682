import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from './support/database.ts';
import { freePort } from './support/free-port.ts';
import { samplesOf, scrape } from './support/scrape.ts';
import { until } from './support/server-process.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, Visitor } from './support/visitor.ts';

const REQUESTS = 'latchkey_http_request_duration_seconds_count';
const SIGN_INS = 'latchkey_sign_ins_total';

const MONGODB_URI = freshDatabase();
let port: number;
let server: TestServer;

/** A server whose metrics are read at a port. */
const startMeasured = (metricsPort: number, overrides = {}): Promise<TestServer> =>
  startTestServer({
    MONGODB_URI,
    METRICS_PORT: String(metricsPort),
    REVOCATION_INTERVAL: '100ms',
    ...overrides,
  });

beforeAll(async () => {
  port = await freePort();
  server = await startMeasured(port);
});
afterAll(async () => {
  await server.deps.db.dropDatabase();
  await server.stop();
});

test('requests are counted by method, route and status, and nothing that a stranger chooses becomes a label', async () => {
  const visitor = new Visitor(server);
  await visitor.check();
  await visitor.check();
  await visitor.request('GET', `${ENDPOINTS.check}?token=secret`);
  await visitor.request('GET', ENDPOINTS.login);
  await visitor.request('DELETE', '/api/sessions/one');
  await visitor.request('DELETE', '/api/sessions/two');
  await visitor.request('POST', ENDPOINTS.logout, undefined, { 'Sec-Fetch-Site': 'cross-site' });
  for (const path of ['/wp-login.php', '/api/unknown', '/api/sessions/one/two', '/assets/old.js'])
    await visitor.request('GET', path);
  await visitor.request('PROPFIND', '/');
  const result = await scrape(port);
  expect(samplesOf(result, REQUESTS)).toEqual({
    '{method="GET",route="/api/auth/check",status="401"}': 3,
    '{method="GET",route="/api/auth/login",status="405"}': 1,
    '{method="DELETE",route="/api/sessions/:sid",status="401"}': 2,
    '{method="POST",route="/api/auth/logout",status="403"}': 1,
    '{method="GET",route="other",status="404"}': 3,
    '{method="GET",route="/assets/*",status="404"}': 1,
    '{method="other",route="/",status="404"}': 1,
  });
  expect(
    result.samples.get(
      `${REQUESTS.replace('count', 'bucket')}{le="+Inf",method="GET",route="other",status="404"}`,
    ),
  ).toBe(3);
});

test('sign-ins are counted by outcome, and hashes by how long they waited', async () => {
  const before = (await scrape(port)).samples;
  expect(before.get(`${SIGN_INS}{outcome="bad_credentials"}`)).toBe(0);
  const username = aName();
  const visitor = new Visitor(server);
  await visitor.register(username);
  await visitor.login(username);
  await visitor.login(username, 'not the right password');
  await visitor.login(aName());
  await visitor.request('POST', ENDPOINTS.login, { username: 1 });
  const after = await scrape(port);
  expect(samplesOf(after, SIGN_INS)).toEqual({
    '{outcome="success"}': 1,
    '{outcome="bad_credentials"}': 2,
    '{outcome="invalid_input"}': 1,
  });
  const hashes = 'latchkey_password_hash_wait_seconds_count';
  expect(after.samples.get(hashes)).toBe((before.get(hashes) ?? NaN) + 4);
  expect(after.samples.get('latchkey_password_hash_queue_length')).toBe(0);
});

test('passwords that wait to be hashed are the queue', async () => {
  const { deps } = server;
  const hashes = Array.from({ length: 40 }, () => deps.passwords.hash('correct horse battery'));
  const waiting = deps.passwords.waiting();
  expect(waiting).toBeGreaterThan(0);
  await Promise.all(hashes);
  expect(deps.passwords.waiting()).toBe(0);
});

test("another server's revocation is in the set, with how late it came; one's own is in the set only", async () => {
  const otherPort = await freePort();
  const other = await startMeasured(otherPort);
  const visitor = new Visitor(server);
  await visitor.register(aName());
  await visitor.logout();
  const lag = 'latchkey_revocation_feed_lag_seconds_count';
  await until(async () => (await scrape(otherPort)).samples.get(lag) === 1);
  const [here, there] = [await scrape(port), await scrape(otherPort)];
  expect(here.samples.get(lag)).toBe(0);
  const size = 'latchkey_revocation_set_size';
  expect(here.samples.get(size)).toBeGreaterThan(0);
  expect(there.samples.get(size)).toBe(here.samples.get(size));
  expect(there.samples.get('latchkey_revocation_set_age_seconds')).toBeGreaterThanOrEqual(0);
  await other.stop();
});

test('a policy without a set has no metrics of one', async () => {
  const strictPort = await freePort();
  const strict = await startMeasured(strictPort, { REVOCATION: 'strict' });
  expect((await scrape(strictPort)).text).not.toContain('latchkey_revocation_set');
  await strict.stop();
});

describe('metrics are read', () => {
  test('at their own port only, which serves nothing else', async () => {
    expect((await new Visitor(server).request('GET', '/metrics')).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/api/auth/check`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(404);
  });

  test('with those of the process and its event loop', async () => {
    const { samples } = await scrape(port);
    expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect([...samples.keys()]).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  test('at a port that is free, or the server does not start', async () => {
    await expect(startMeasured(port)).rejects.toThrow(/Port \d+ of 127\.0\.0\.1 is taken.*METRICS_PORT/);
  });
});
