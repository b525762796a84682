import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import bcrypt from 'bcrypt';
import { ENDPOINTS } from '@latchkey/shared';
import { CAN_PIN, CORES, bindLoad, onCores, SERVER_CORE } from '../cores.ts';
import { load } from '../load.ts';
import { TEXTS } from '../report/texts.ts';
import type { Results, SignInRow } from '../results.ts';
import { inRounds, progress, type Effort } from '../rounds.ts';
import { randomSecret } from '../../test/support/random-secret.ts';
import { fromBench, PERSON, post, startLatchkey, type Running } from '../servers.ts';
import { quantile, summarize } from '../statistics.ts';

const ROUNDS = 4;
const TURN_MS = 4000;
const WARM_UP_SIGN_INS = 300;
const AT_ONCE = 16;
/** The checks' load, low enough to leave the cores to the sign-ins. */
const PACE = { connections: 4, pauseMs: 20 };
/** The server's default. */
const COST = 12;

type Samples = Record<'bcrypt' | 'signIns' | 'idleP99Ms' | 'busyP99Ms', number[]>;

const STORM = { connections: AT_ONCE, pauseMs: 0 };

// Each signs in again and again, and none is the one whose checks are timed: an account's oldest sessions end where it
// has too many.
const PEOPLE = Array.from({ length: AT_ONCE }, (_, number) => ({
  ...PERSON,
  username: `storming-${number}`,
}));

/**
 * A storm of sign-ins: how close the server gets to what the cores can hash, and how long "who is signed in?" takes in the
 * meantime, with one core for the server and with all (at most eight, as many as it hashes on).
 */
export async function measureSignIn(effort: Effort): Promise<NonNullable<Results['signIn']>> {
  const rounds = Math.min(ROUNDS, effort.rounds);
  const settings: SignInRow[] = [];
  const all = CORES.slice(-8);
  for (const cores of CAN_PIN ? [SERVER_CORE, all] : [all])
    settings.push(await measureOn(cores, rounds, effort.scale));
  return { rounds, atOnce: AT_ONCE, bcryptCost: COST, settings };
}

async function measureOn(cores: number[], rounds: number, scale: number): Promise<SignInRow> {
  const others = CORES.filter((core) => !cores.includes(core));
  const server = await startLatchkey(randomSecret(), { cores });
  for (const person of PEOPLE)
    await fetch(`http://127.0.0.1:${server.port}${ENDPOINTS.register}`, post(person));
  bindLoad(others.length > 0 ? others : CORES);
  const turnMs = TURN_MS * scale;
  const hash = await bcrypt.hash(PERSON.password, COST);
  const samples: Samples = { bcrypt: [], signIns: [], idleP99Ms: [], busyP99Ms: [] };
  const what = `sign-in on ${TEXTS.en.onCores(cores.length)}`;
  progress(`${what}: warming up`);
  // Until the engine has compiled most of what a sign-in runs: the first ones take twice the CPU time beside the hash.
  for (let done = 0; done < WARM_UP_SIGN_INS * scale;) done += (await signInTimes(server, turnMs)).length;
  const turns: Record<keyof Samples, () => Promise<number>> = {
    bcrypt: async () => rawBcrypt(cores, hash, turnMs),
    signIns: async () => storm(server, turnMs),
    idleP99Ms: async () => quantile(await load(server, PACE, turnMs), 0.99),
    busyP99Ms: async () => {
      const [times] = await Promise.all([load(server, PACE, turnMs), storm(server, turnMs)]);
      return quantile(times, 0.99);
    },
  };
  const names: (keyof Samples)[] = ['bcrypt', 'signIns', 'idleP99Ms', 'busyP99Ms'];
  await inRounds(what, rounds, names, async (name) => {
    samples[name].push(await turns[name]());
  });
  bindLoad(CORES);
  await server.stop();
  return toRow(cores.length, samples);
}

function toRow(cores: number, { bcrypt: raw, signIns, idleP99Ms, busyP99Ms }: Samples): SignInRow {
  return {
    cores,
    bcrypt: summarize(raw),
    signIns: summarize(signIns),
    percent: summarize(signIns.map((rate, round) => (rate / (raw[round] ?? NaN)) * 100)),
    idleP99Ms: summarize(idleP99Ms),
    busyP99Ms: summarize(busyP99Ms),
    timesIdle: summarize(busyP99Ms.map((ms, round) => ms / (idleP99Ms[round] ?? NaN))),
  };
}

/** Sign-ins per second, sixteen at once. */
async function storm(server: Running, ms: number): Promise<number> {
  const startedAt = performance.now();
  const times = await signInTimes(server, ms);
  return (times.length * 1000) / (performance.now() - startedAt);
}

/** How long each sign-in took, in ms. What sends them shares the cores: `fetch` would take 3 % of two. */
async function signInTimes({ port }: Running, ms: number): Promise<number[]> {
  const bodies = PEOPLE.map((person) => JSON.stringify(person));
  return load({ port, path: ENDPOINTS.login, cookie: '', bodies }, STORM, ms);
}

/** Comparisons per second of a process that does nothing else. */
async function rawBcrypt(cores: number[], hash: string, ms: number): Promise<number> {
  const program = [fromBench('raw-bcrypt.ts'), hash, PERSON.password, String(ms)];
  const [file = '', ...args] = onCores(cores, [process.execPath, '--import', 'tsx', ...program]);
  const { stdout } = await promisify(execFile)(file, args, { cwd: fromBench('..') });
  return Number(stdout);
}
