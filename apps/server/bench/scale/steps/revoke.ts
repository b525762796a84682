import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from '../../statistics.ts';
import type { Outcome } from '../outcome.ts';
import type { Person } from '../person.ts';
import { REVOCATION_INTERVAL_MS, type Stage } from '../stage.ts';

/** For the poll itself, which asks the database twice, and for asking the server. Milliseconds. */
const ROUND_TRIPS_MS = 250;
/** How often a server is asked whether it knows of the sign-out yet. Milliseconds. */
const ASK_EVERY_MS = 5;

/** How long after a sign-out on one server each server refuses the session. */
export async function revokeAndWatch(stage: Stage): Promise<Outcome[]> {
  const { fleet, size, newcomer, say } = stage;
  const limitMs = REVOCATION_INTERVAL_MS + ROUND_TRIPS_MS + size.patienceMs;
  const person = await newcomer();
  const atOnce: number[] = [];
  const later = fleet.servers.map((): number[] => []);
  for (let round = 0; round < size.revocationRounds; round += 1) {
    const asked = round % fleet.servers.length;
    const times = await signOutOn(stage, person, asked, limitMs);
    for (const [index, ms] of times.entries()) (index === asked ? atOnce : later[index])?.push(ms);
    say(
      `sign-out ${round + 1} of ${size.revocationRounds}: known after ${times.map(Math.round).join(', ')} ms`,
    );
  }
  return [
    {
      promise: 'a sign-out takes effect at once on the server that is asked',
      seen: `its next answer is 401 in ${atOnce.filter((ms) => ms < Infinity).length} of ${atOnce.length} rounds`,
      kept: atOnce.every((ms) => ms < Infinity),
    },
    {
      promise: `on the others within REVOCATION_INTERVAL and the round trips, ${limitMs} ms`,
      seen: later.map((times, index) => `server ${index + 1}: ${summary(times)}`).join('; '),
      kept: later.flat().every((ms) => ms <= limitMs),
    },
  ];
}

/**
 * Signs in, and out again on the server with that index. Returns after how many milliseconds each server refuses the
 * session: on the one that was asked `Infinity` if its next answer does not, on the others if it takes over `limitMs`.
 */
async function signOutOn(
  { fleet, checkOn }: Stage,
  person: Person,
  asked: number,
  limitMs: number,
): Promise<number[]> {
  await person.signIn();
  const { cookie } = person;
  for (const server of fleet.servers)
    if ((await checkOn(server, cookie)) !== 200) throw new Error(`${server.address} refuses a new session`);
  // So that the sign-out comes at any point of the interval at which the servers poll.
  await wait(randomInt(REVOCATION_INTERVAL_MS));
  const { status } = await person.signOut(fleet.servers[asked]?.origin);
  if (status !== 204) throw new Error(`a sign-out answered ${status}`);
  const signedOutAt = performance.now();
  return Promise.all(
    fleet.servers.map(async (server, index) => {
      const patienceMs = index === asked ? 0 : limitMs;
      for (;;) {
        const isKnown = (await checkOn(server, cookie)) === 401;
        const ms = performance.now() - signedOutAt;
        if (isKnown) return ms;
        if (ms > patienceMs) return Infinity;
        await wait(ASK_EVERY_MS);
      }
    }),
  );
}

const summary = (times: readonly number[]): string =>
  `p50 ${Math.round(quantile(times, 0.5))} ms, max ${Math.round(Math.max(...times))} ms`;
