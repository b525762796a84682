/**
 * How long a check takes with the token alone and with a session lookup each time, and how long a sign-in takes: one
 * request at a time on the production build with its embedded database.
 * Run: pnpm build && node --import tsx apps/server/bench/latency.ts
 */
import { cpus } from 'node:os';
import { ENDPOINTS } from '@latchkey/shared';
import { quantile } from './load.ts';
import { post, randomSecret, startLatchkey } from './servers.ts';

const REQUESTS = 5000;
const LOGINS = 10;

console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const revocation of ['renewal', 'bounded', 'strict']) {
  const { port, cookie, stop } = await startLatchkey(randomSecret(), {
    REVOCATION: revocation,
    LOG_LEVEL: 'error',
  });
  const origin = `http://127.0.0.1:${port}`;
  const check = async () => ask(origin + ENDPOINTS.check, { headers: { cookie } });
  await median(REQUESTS / 10, check);
  console.log(`REVOCATION=${revocation}: check ${await median(REQUESTS, check)} ms`);
  if (revocation === 'renewal') {
    console.log(`sign-in ${await median(LOGINS, async () => ask(origin + ENDPOINTS.login, post()))} ms`);
    console.log(`cookie ${Buffer.byteLength(cookie)} bytes`);
  }
  await stop();
}

async function ask(address: string, request: RequestInit): Promise<void> {
  const response = await fetch(address, request);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  await response.arrayBuffer();
}

/** The median duration in ms, with two decimals, of an action run `times` times in a row. */
async function median(times: number, action: () => Promise<void>): Promise<string> {
  const durations: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const startedAt = performance.now();
    await action();
    durations.push(performance.now() - startedAt);
  }
  return quantile(durations, 0.5).toFixed(2);
}
