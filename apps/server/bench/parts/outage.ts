/**
 * What visitors see while the database hangs and when it comes back: `pnpm db` in its own process is stopped (SIGSTOP)
 * and resumed: `pnpm bench outage`.
 * With a real MongoDB: the same with REAL_MONGO set to a command that takes a data folder, serves it in the foreground
 * and prints the address as its first line.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ENDPOINTS, readinessResponse, type ReadinessResponse } from '@latchkey/shared';
import { createKeyRing } from '../../src/tokens/key-ring.ts';
import { signToken } from '../../src/tokens/sign.ts';
import { verifyToken } from '../../src/tokens/verify.ts';
import { startDatabaseProcess } from '../../test/support/database-process.ts';
import { randomSecret } from '../../test/support/random-secret.ts';
import { PERSON, post, startLatchkey } from '../servers.ts';

const STALENESS = { REVOCATION_MAX_STALENESS: '10s' };
/** The polling interval for a server's state, in milliseconds. */
const STEP_MS = 50;
const DAY = 86_400;

const secret = randomSecret();
const database = await startDatabaseProcess(process.env['REAL_MONGO']);
const settings = { MONGODB_URI: database.uri, RATE_LIMIT: 'on', ...STALENESS };
const { port, cookie, stop } = await startLatchkey(secret, { settings });
const origin = `http://127.0.0.1:${port}`;
const leaving = await signIn();
const changing = await signIn();
const due = `access_token=${aged(await signIn())}`;

console.log(`${process.env['REAL_MONGO'] ?? 'pnpm db'}, ${JSON.stringify(STALENESS)}`);
await show('readyz before', 'GET', ENDPOINTS.ready);

await database.freeze();
let since = performance.now();
console.log('the database is stopped');
const newPassword = { currentPassword: PERSON.password, newPassword: 'another phrase for measuring' };
await Promise.all([
  show('login', 'POST', ENDPOINTS.login, '', PERSON),
  show('register', 'POST', ENDPOINTS.register, '', { ...PERSON, username: 'latecomer' }),
  show('logout', 'POST', ENDPOINTS.logout, leaving),
  show('password change', 'PUT', ENDPOINTS.password, changing, newPassword),
  show('list of devices', 'GET', ENDPOINTS.sessions, cookie),
  show('check of a token that is due', 'GET', ENDPOINTS.check, due),
  show('check', 'GET', ENDPOINTS.check, cookie),
  show('readyz', 'GET', ENDPOINTS.ready),
]);
await first('readyz says that the database is down', async () => (await ready()).database === 'down');
await first('check is 503', async () => (await status(ENDPOINTS.check)) === 503);
await first('readyz is 503', async () => (await status(ENDPOINTS.ready)) === 503);

database.thaw();
since = performance.now();
console.log('the database goes on');
await first('check is 200', async () => (await status(ENDPOINTS.check)) === 200);
await first('readyz is 200', async () => (await status(ENDPOINTS.ready)) === 200);
await first(
  'revocations are younger than a second',
  async () => ((await ready()).revocationAgeMs ?? 1000) < 1000,
);

await database.freeze();
since = performance.now();
console.log('the database is stopped again');
await first('check is 503', async () => (await status(ENDPOINTS.check)) === 503);
database.thaw();
since = performance.now();
console.log('the database goes on');
await first('login is 200', async () => (await fetch(origin + ENDPOINTS.login, post())).ok);
await stop();
await database.end();

/** Sends one request and prints the status of the response and how long it took. */
async function show(
  what: string,
  method: string,
  path: string,
  cookieHeader = '',
  body?: object,
): Promise<void> {
  const startedAt = performance.now();
  const response = await fetch(origin + path, {
    method,
    headers: { cookie: cookieHeader, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const ms = Math.round(performance.now() - startedAt);
  const renewed = response.headers.getSetCookie().length > 0 ? ', sets the cookie' : '';
  const detail = path === ENDPOINTS.ready ? ` ${text}` : '';
  console.log(`  ${what.padEnd(30)} ${response.status} after ${ms} ms${renewed}${detail}`);
}

/** Waits until a condition holds and prints how long after the last event that was. */
async function first(what: string, holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(STEP_MS);
  console.log(`  ${what.padEnd(38)} after ${((performance.now() - since) / 1000).toFixed(1)} s`);
}

async function status(path: string): Promise<number> {
  return (await fetch(origin + path, { headers: { cookie } })).status;
}

async function ready(): Promise<ReadinessResponse> {
  return readinessResponse.parse(await (await fetch(origin + ENDPOINTS.ready)).json());
}

async function signIn(): Promise<string> {
  const response = await fetch(origin + ENDPOINTS.login, post());
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** The token of a cookie as if it had been issued four days ago: it is due for renewal. */
function aged(signedIn: string): string {
  const ring = createKeyRing([secret]);
  const verified = verifyToken(ring, signedIn.split('=')[1] ?? '', Math.floor(Date.now() / 1000));
  if (typeof verified === 'string') throw new Error(`the token of the sign-in is ${verified}`);
  const { claims } = verified;
  return signToken(ring, { ...claims, iat: claims.iat - 4 * DAY, exp: claims.exp - 4 * DAY });
}
