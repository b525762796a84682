import { randomUUID } from 'node:crypto';
import { DOCTOR_ENDPOINT, doctorResponse, type DoctorResponse } from '@latchkey/shared';
import { signProof } from '../src/tokens/doctor-proof.ts';
import type { TokenKey } from '../src/tokens/key-ring.ts';
import { jsonOf, type Answer, type Ask } from './http.ts';
import { instanceOf } from './instance.ts';
import type { SeenReport, Servers } from './observations.ts';
import { MADE_UP_CLIENT } from './proxy-chain.ts';

/** How many requests look for servers: of two that are chosen at random, one is missed in one of 2,000 runs. */
const REQUESTS = 12;
/** As many secrets as a rotation has, and some. */
const MAX_KEYS = 4;

const NO_SECRET = 'needs the servers’ JWT_SECRET: run it where their .env is';
const REFUSED =
  'no server accepted the JWT_SECRET at hand: it belongs to another deployment, the servers were not restarted since it changed, or a proxy drops Authorization';
const LIMITED = 'the servers were asked too often: try again in a minute';

/** Asks often enough to meet every server, with each secret until all have accepted one. */
export async function askServers(ask: Ask, keys: readonly TokenKey[]): Promise<Servers> {
  const accepted = new Map<string, Accepted>();
  const met = new Set<string>();
  let asked = 0;
  const failures = new Set<number>();
  for (const key of keys.slice(0, MAX_KEYS)) {
    for (const answer of await askOften(ask, key)) {
      asked += 1;
      if (answer.status !== 200 && answer.status !== 404) failures.add(answer.status);
      const instance = instanceOf(answer);
      if (instance === undefined) continue;
      const response = doctorResponse.safeParse(jsonOf(answer)).data;
      if (response !== undefined) accepted.set(instance, { key, answer, ...response });
      // Any other status, such as 429, says nothing about the secret.
      if (response !== undefined || answer.status === 404) met.add(instance);
    }
    if (accepted.size === met.size) break;
  }
  const clocks = [...accepted.values()].map(({ serverNow: now, answer }) => ({ now, answer }));
  const [anyKey] = [...accepted.values()].map(({ key }) => key);
  return {
    reports: [...accepted].flatMap(seenReport),
    whyNone: whyNone(keys, failures),
    clocks,
    refusing: accepted.size === 0 ? 0 : met.size - accepted.size,
    asked,
    ...(anyKey !== undefined && { twice: await askTwice(ask, anyKey) }),
  };
}

/** `failures`: statuses that say nothing about the secret. */
function whyNone(keys: readonly TokenKey[], failures: ReadonlySet<number>): string {
  if (keys.length === 0) return NO_SECRET;
  if (failures.has(429)) return LIMITED;
  const [status] = failures;
  return status === undefined
    ? REFUSED
    : `GET ${DOCTOR_ENDPOINT} answers ${status}: the server’s log says why`;
}

type Accepted = DoctorResponse & { key: TokenKey; answer: Answer };

function seenReport([instance, { report, answer }]: [string, Accepted]): SeenReport[] {
  return report === undefined ? [] : [{ ...report, instance, answer }];
}

/** At once, so that a load balancer that prefers idle servers uses all. If no clock agrees with ours, by theirs. */
async function askOften(ask: Ask, key: TokenKey): Promise<Answer[]> {
  const all = (aheadSeconds: number): Promise<Answer[]> =>
    Promise.all(Array.from({ length: REQUESTS }, () => askOnce(ask, key, randomUUID(), aheadSeconds)));
  const answers = await all(0);
  const responses = answers.flatMap((answer) => doctorResponse.safeParse(jsonOf(answer)).data ?? []);
  const [late] = responses;
  if (late === undefined || responses.some(({ report }) => report !== undefined)) return answers;
  return all(late.serverNow - Date.now() / 1000);
}

/** The same request again: a cache would answer the second from memory. */
async function askTwice(ask: Ask, key: TokenKey): Promise<readonly [Answer, Answer]> {
  const nonce = randomUUID();
  return [await askOnce(ask, key, nonce, 0), await askOnce(ask, key, nonce, 0)];
}

function askOnce(ask: Ask, key: TokenKey, nonce: string, aheadSeconds: number): Promise<Answer> {
  const proof = signProof(key, Math.round(Date.now() / 1000 + aheadSeconds));
  return ask('GET', `${DOCTOR_ENDPOINT}?${nonce}`, {
    authorization: `Bearer ${proof}`,
    'x-forwarded-for': MADE_UP_CLIENT,
  });
}
