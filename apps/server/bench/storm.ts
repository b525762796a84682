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
const TURNS = 3;
const SIGN_INS_AT_ONCE = 16;
/** The checks' load, low enough to leave the cores to the sign-ins. */
const PACE = { connections: 4, pauseMs: 20 };
/** The server's default. */
const COST = 12;

const hash = await bcrypt.hash(PERSON.password, COST);
const server = await startLatchkey(randomSecret());
// Each signs in again and again, and none is the one whose checks are timed: an account's oldest sessions end where it
// has too many.
const people = Array.from({ length: SIGN_INS_AT_ONCE }, (_, number) => ({
  ...PERSON,
  username: `storming-${number}`,
}));
for (const person of people)
  await fetch(`http://127.0.0.1:${server.port}${ENDPOINTS.register}`, post(person));
// Until the engine has compiled most of what a sign-in runs.
await perSecond(SIGN_INS_AT_ONCE, signIn, 2 * SECONDS);
// In turns, so that a busy moment of the machine affects both.
const rates = { raw: 0, signIns: 0 };
for (let turn = 0; turn < TURNS; turn += 1) {
  rates.raw += (await perSecond(availableParallelism(), compare)) / TURNS;
  rates.signIns += (await perSecond(SIGN_INS_AT_ONCE, signIn)) / TURNS;
}
const idle = await checksFor(SECONDS);
const storm = perSecond(SIGN_INS_AT_ONCE, signIn);
const busy = await checksFor(SECONDS);
const signInsBesideChecks = await storm;
await server.stop();

console.log(`bcrypt alone            ${rates.raw.toFixed(2)} per second`);
for (const [name, rate] of Object.entries({ alone: rates.signIns, 'beside checks': signInsBesideChecks }))
  console.log(
    `sign-ins, ${name.padEnd(13)} ${rate.toFixed(2)} per second, ${Math.round((rate / rates.raw) * 100)} % of it`,
  );
for (const [name, times] of Object.entries({ idle, busy }))
  console.log(
    `check, ${name.padEnd(9)} p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms`,
  );

/** How many times per second `work` is done by `workers` that keep repeating it; each passes its number. */
async function perSecond(
  workers: number,
  work: (worker: number) => Promise<unknown>,
  seconds = SECONDS,
): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let done = 0;
  const run = async (_: unknown, worker: number): Promise<void> => {
    while (performance.now() < until) {
      await work(worker);
      done += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: workers }, run));
  return (done * 1000) / (performance.now() - startedAt);
}

/** What a sign-in does at least. */
async function compare(): Promise<unknown> {
  return bcrypt.compare(PERSON.password, hash);
}

async function signIn(worker: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${server.port}${ENDPOINTS.login}`, post(people[worker]));
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
