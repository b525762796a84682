import { request } from 'node:http';
import { ENDPOINTS } from '@latchkey/shared';
import { expect, test } from 'vitest';
import { freshDatabase } from './support/database.ts';
import { freePort } from './support/free-port.ts';
import { samplesOf, scrape } from './support/scrape.ts';
import { startServerProcess, until } from './support/server-process.ts';
import { randomSecret } from './support/random-secret.ts';

const REQUESTS = 24;

/** A check on a connection of its own, which any worker may accept. */
const check = (origin: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request(origin + ENDPOINTS.check, { agent: false }, (response) => {
      response.resume().once('end', resolve);
    });
    sent.once('error', reject).end();
  });

// Three processes start, one after the other.
test('the metrics of several workers are added up by their primary', { timeout: 240_000 }, async () => {
  const port = await freePort();
  const server = await startServerProcess({
    WORKERS: '2',
    METRICS_PORT: String(port),
    JWT_SECRET: randomSecret(),
    MONGODB_URI: freshDatabase(),
  });
  // The server is ready with its first worker, and its metrics with its last.
  await until(async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).ok);
  for (let n = 0; n < REQUESTS; n += 1) await check(server.origin);
  const result = await scrape(port);
  expect(samplesOf(result, 'latchkey_http_request_duration_seconds_count')).toMatchObject({
    '{method="GET",route="/api/auth/check",status="401"}': REQUESTS,
  });
  expect(result.samples.get('latchkey_database_up')).toBe(1);
  expect(result.samples.get('latchkey_sign_ins_total{outcome="success"}')).toBe(0);
  expect(await server.kill('SIGTERM')).toBe(0);
});
