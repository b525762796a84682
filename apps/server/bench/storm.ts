/**
 * What a storm of sign-ins does: how close the server gets to what the cores can hash, and how long "who is signed in?"
 * takes in the meantime. Run: pnpm build && node --import tsx apps/server/bench/storm.ts
 */
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import bcrypt from 'bcrypt';
import { ENDPOINTS } from '@latchkey/shared';
import { load, quantile } from './load.ts';
import { PERSON, post, randomSecret, startLatchkey } from './servers.ts';

const SECONDS = 15;
const SIGN_INS_AT_ONCE = 16;
/** The checks' load, low enough to leave the cores to the sign-ins. */
const PACE = { connections: 4, pauseMs: 20 };
/** The server's default. */
const COST = 12;

const hash = await bcrypt.hash(PERSON.password, COST);
const raw = await perSecond(availableParallelism(), async () => bcrypt.compare(PERSON.password, hash));
console.log(`bcrypt alone     ${raw.toFixed(2)} per second`);

const server = await startLatchkey(randomSecret());
// Another's than the one whose checks are timed: an account's oldest sessions end where it has too many.
const STORMING = { ...PERSON, username: 'storming' };
await fetch(`http://127.0.0.1:${server.port}${ENDPOINTS.register}`, post(STORMING));
const idle = await checksFor(SECONDS);
const storm = perSecond(SIGN_INS_AT_ONCE, signIn);
const busy = await checksFor(SECONDS);
const signIns = await storm;
await server.stop();

console.log(
  `sign-ins         ${signIns.toFixed(2)} per second, ${Math.round((signIns / raw) * 100)} % of it`,
);
for (const [name, times] of Object.entries({ idle, busy }))
  console.log(
    `check, ${name.padEnd(9)} p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms`,
  );

/** How many times per second `work` is done by `workers` that keep repeating it. */
async function perSecond(workers: number, work: () => Promise<unknown>): Promise<number> {
  const until = performance.now() + SECONDS * 1000;
  let done = 0;
  const run = async (): Promise<void> => {
    while (performance.now() < until) {
      await work();
      done += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: workers }, run));
  return (done * 1000) / (performance.now() - startedAt);
}

async function signIn(): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${server.port}${ENDPOINTS.login}`, post(STORMING));
  if (response.status !== 200) throw new Error(`the sign-in answered ${response.status}`);
}

/** How long each check takes, in milliseconds. */
async function checksFor(seconds: number): Promise<number[]> {
  const over = new AbortController();
  const [times] = await Promise.all([
    load(server, ENDPOINTS.check, PACE, over.signal),
    sleep(seconds * 1000).then(() => over.abort()),
  ]);
  return times;
}
