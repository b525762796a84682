import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectDb, type Db } from '../src/lib/db.ts';
import { DbDeadline } from '../src/lib/db-deadline.ts';
import { systemClock } from '../src/lib/clock.ts';
import { createLimits, type Limits } from '../src/limits/limits.ts';
import { SLOW, SLOW_LONGEST_MS, SLOW_STEP_MS } from '../src/limits/rules.ts';
import { aClient, aWrongPassword } from './support/clients.ts';
import { freshDatabase } from './support/database.ts';
import { aName } from './support/visitor.ts';

const databaseUri = freshDatabase();
let db: Db;
let limits: Limits;
/** How long attempts waited, in the order in which they started to; nothing actually waits here. Milliseconds. */
let waits: number[] = [];
beforeAll(async () => {
  db = await connectDb(databaseUri);
  limits = await createLimits({
    db,
    secret: createSecretKey(Buffer.from('the secret of this test')),
    clock: systemClock,
    wait: async (ms) => waits.push(ms),
  });
});
afterAll(async () => {
  await db.close();
});
beforeEach(async () => {
  await db.collection('limits').deleteMany({});
  waits = [];
});

const WRONG = async (): Promise<null> => null;
const RIGHT = async (): Promise<true> => true;
const steps = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.min((index + 1) * SLOW_STEP_MS, SLOW_LONGEST_MS));

/** Far away: what is counted matters here, and not how fast on a busy machine. */
const aDeadline = (): DbDeadline => new DbDeadline(60_000);

const atAccount = (account: string, verify: () => Promise<true | null> = WRONG): Promise<true | null> =>
  limits.signIn({ client: aClient(), account, password: aWrongPassword() }, aDeadline(), verify);
const withPassword = (password: string, verify: () => Promise<true | null> = WRONG): Promise<true | null> =>
  limits.signIn({ client: aClient(), account: aName('sprayed'), password }, aDeadline(), verify);
const asUser = (userId: string, verify: () => Promise<true | null> = WRONG): Promise<true | null> =>
  limits.confirm({ client: aClient(), userId }, aDeadline(), verify);

describe.each([
  ['failures at one account from many clients', atAccount, SLOW.accountFailures.points],
  [
    'failures with one password at many accounts from many clients',
    withPassword,
    SLOW.passwordFailures.points,
  ],
  ['wrong passwords of one signed-in user from many clients', asUser, SLOW.userFailures.points],
])('%s', (_, attempt, free) => {
  const failFreely = async (key: string): Promise<void> => {
    for (let count = 0; count < free; count += 1) await attempt(key);
    expect(waits).toEqual([]);
  };

  test('wait longer each time and are never refused, so that no stranger locks the owner out', async () => {
    await failFreely('one after the other');
    for (let count = 0; count < 25; count += 1) await attempt('one after the other');
    expect(waits).toEqual(steps(25));
    expect(await attempt('one after the other', RIGHT)).toBe(true);
  });

  test('that run in parallel each wait according to their own place in the count', async () => {
    await failFreely('in parallel');
    let allBegan = (): void => {};
    const began = new Promise<void>((resolve) => (allBegan = resolve));
    const wrong = async (): Promise<null> => {
      if (waits.length === 25) allBegan();
      await began;
      return null;
    };
    await Promise.all(Array.from({ length: 25 }, () => attempt('in parallel', wrong)));
    expect(waits.toSorted((left, right) => left - right)).toEqual(steps(25));
  });

  test('gain nothing from successes in between, and successes leave nothing behind', async () => {
    await failFreely('with successes');
    for (let count = 0; count < 3; count += 1) await attempt('with successes', RIGHT);
    expect(waits).toEqual([SLOW_STEP_MS, SLOW_STEP_MS, SLOW_STEP_MS]);
  });
});

test('the longest wait is below the time that a request may take', () => {
  expect(SLOW_LONGEST_MS).toBeLessThan(25_000);
});
