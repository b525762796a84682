import { setTimeout as wait } from 'node:timers/promises';
import { ENDPOINTS } from '@latchkey/shared';
import type { FleetServer } from '../fleet.ts';
import type { Reply } from '../http-client.ts';
import type { Outcome } from '../outcome.ts';
import type { Person } from '../person.ts';
import { REVOCATION_INTERVAL_MS, type Stage } from '../stage.ts';

/** What is promised of a request that needs the database. Milliseconds. */
const UNAVAILABLE_WITHIN_MS = 2000;
/** For a poll of the revocations that the stop cut short, and for asking the servers. Milliseconds. */
const ROUND_TRIPS_MS = 250;
const ASK_EVERY_MS = 50;

/** The database stops just after a sign-out, for longer than the servers trust what they know, and goes on. */
export async function stopDatabase(stage: Stage): Promise<Outcome[]> {
  const { fleet, size, database, say, newcomer, checkOn } = stage;
  const [staying, leaving, busy] = [await newcomer(), await newcomer(), await newcomer()];
  const { cookie } = leaving;
  const { status } = await leaving.signOut(fleet.servers[0]?.origin);
  if (status !== 204) throw new Error(`a sign-out answered ${status}`);
  await database.freeze();
  say(
    `the database is stopped; waiting until no server answers checks, about ${size.maxStalenessMs / 1000} s`,
  );
  const stoppedAt = performance.now();
  const [calls, answers] = await Promise.all([
    callWhatNeedsIt(stage, staying, busy),
    Promise.all(fleet.servers.map((server) => askUntilStale(stage, server, staying.cookie, cookie))),
  ]);
  say(`the database goes on, after ${seconds(performance.now() - stoppedAt)}`);
  database.thaw();
  const resumedAt = performance.now();
  while ((await staying.signIn()).status !== 200) await wait(ASK_EVERY_MS);
  const signedInAfterMs = performance.now() - resumedAt;
  const firstAnswers = await Promise.all(
    fleet.servers.map(async (server) => firstThatIsNot503(() => checkOn(server, cookie))),
  );

  const [asked] = answers;
  const shortestMs = size.maxStalenessMs - REVOCATION_INTERVAL_MS - ROUND_TRIPS_MS - size.patienceMs;
  const limitMs = UNAVAILABLE_WITHIN_MS + size.patienceMs;
  return [
    {
      promise: `the database stops: checks go on for ${size.maxStalenessMs / 1000} s (REVOCATION_MAX_STALENESS) from the last poll`,
      seen: answers
        .map(
          ({ ms, signedIn }, index) =>
            `server ${index + 1}: ${[...signedIn].join(' and ')} for ${seconds(ms)}`,
        )
        .join('; '),
      kept: answers.every(({ ms, signedIn }) => ms >= shortestMs && [...signedIn].join() === '200'),
    },
    {
      promise: `what needs the database is answered 503 within ${limitMs / 1000} s`,
      seen: calls.map((call) => `${call.what} ${call.status} after ${seconds(call.ms)}`).join('; '),
      kept: calls.every((call) => call.status === 503 && call.ms <= limitMs),
    },
    {
      promise: 'a sign-out just before the stop is not forgotten',
      seen: `meanwhile where it was asked: ${[...(asked?.signedOut ?? [])].join(' and ')}; later the first answers: ${firstAnswers.join(', ')}`,
      kept: [...(asked?.signedOut ?? [])].join() === '401' && firstAnswers.every((first) => first === 401),
    },
    {
      promise: 'once the database goes on, sign-in works again',
      seen: `after ${seconds(signedInAfterMs)}`,
      kept: true,
    },
  ];
}

/** Asks a server until it answers 503. Returns for how long it did not, and which statuses the two cookies got. */
async function askUntilStale(
  { checkOn }: Stage,
  server: FleetServer,
  signedInCookie: string | undefined,
  signedOutCookie: string | undefined,
): Promise<{ ms: number; signedIn: Set<number>; signedOut: Set<number> }> {
  const startedAt = performance.now();
  const [signedIn, signedOut] = [new Set<number>(), new Set<number>()];
  for (;;) {
    const status = await checkOn(server, signedInCookie);
    const ms = performance.now() - startedAt;
    if (status === 503) return { ms, signedIn, signedOut };
    signedIn.add(status);
    const statusOfOther = await checkOn(server, signedOutCookie);
    if (statusOfOther !== 503) signedOut.add(statusOfOther);
    await wait(ASK_EVERY_MS);
  }
}

async function callWhatNeedsIt(
  { stranger, send, origin }: Stage,
  known: Person,
  signedIn: Person,
): Promise<{ what: string; status: number; ms: number }[]> {
  const startedAt = performance.now();
  const time = async (what: string, reply: Promise<Reply>) => {
    const { status } = await reply;
    return { what, status, ms: performance.now() - startedAt };
  };
  const login = { method: 'POST', path: ENDPOINTS.login, body: known.credentials };
  return Promise.all([
    time('sign-in', send(origin, login)),
    time('registration', stranger().register()),
    time('sign-out', signedIn.signOut()),
    time('list of devices', signedIn.request('GET', ENDPOINTS.sessions)),
  ]);
}

async function firstThatIsNot503(ask: () => Promise<number>): Promise<number> {
  for (;;) {
    const status = await ask();
    if (status !== 503) return status;
    await wait(ASK_EVERY_MS);
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
