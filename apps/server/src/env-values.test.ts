import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { envErrors } from '../test/support/env-errors.ts';
import { readEnv, type EnvSource } from './env.ts';

const SECRET = '9f2c4b1e7a6d3805c1f0e9d8b7a6954433221100ffeeddccbbaa998877665544';

const read = (source: EnvSource = {}) => readEnv({ JWT_SECRET: SECRET, ...source });

/** The errors of a configuration that is right but for this. */
const errorsOf = (source: EnvSource) => envErrors({ JWT_SECRET: SECRET, ...source });

describe('workers', () => {
  test('are as many as it says, or as the machine has cores', () => {
    expect(read({ WORKERS: '64' }).workers).toBe(64);
    expect(read({ WORKERS: 'auto' }).workers).toBe(Math.min(availableParallelism(), 64));
  });

  test.each(['0', '65', '1.5', '-2', 'all'])('and not %s', (WORKERS) => {
    expect(errorsOf({ WORKERS })).toEqual([`WORKERS must be a whole number from 1 to 64, not "${WORKERS}".`]);
  });
});

describe('durations', () => {
  test.each([
    ['3.5d', 302_400],
    ['84h', 302_400],
    ['90m', 5400],
    ['3600s', 3600],
    ['1500ms', 1],
  ])('%s is %i s', (TOKEN_RENEW_BELOW, seconds) => {
    expect(read({ TOKEN_RENEW_BELOW }).tokenRenewBelowSeconds).toBe(seconds);
  });

  test.each([
    ['7d', 302_400],
    ['30d', 1_296_000],
    ['1h', 1800],
    ['20s', 10],
    ['5s', 2],
  ])(
    'a token that lives %s is renewed when half of that is left, unless the environment says otherwise',
    (TOKEN_TTL, half) => {
      expect(read({ TOKEN_TTL }).tokenRenewBelowSeconds).toBe(half);
      expect(read({ TOKEN_TTL, TOKEN_RENEW_BELOW: '1s' }).tokenRenewBelowSeconds).toBe(1);
    },
  );

  test('nothing is nothing, not the default', () => {
    expect(read({ TOKEN_RENEW_BELOW: '0s' }).tokenRenewBelowSeconds).toBe(0);
    expect(errorsOf({ TOKEN_TTL: '0s' })).toContain('TOKEN_TTL must be at least 1s.');
    expect(errorsOf({ REVOCATION_MAX_STALENESS: '0s' })).toHaveLength(1);
  });

  test('a duration beyond what times and timers can hold is refused', () => {
    expect(errorsOf({ SESSION_MAX_AGE: `${'9'.repeat(400)}d` })).toHaveLength(1);
    // setTimeout fires at once after more than 24.8 days, again and again.
    const interval = { REVOCATION_INTERVAL: '25d', REVOCATION_MAX_STALENESS: '30d' };
    expect(errorsOf(interval)).toEqual(['REVOCATION_INTERVAL must be from 100ms to 1h.']);
  });
});

test('a shutdown is delayed by five minutes at most', () => {
  expect(read({ SHUTDOWN_DELAY: '5m' }).shutdownDelayMs).toBe(300_000);
  expect(errorsOf({ SHUTDOWN_DELAY: '5.01m' })).toEqual(['SHUTDOWN_DELAY must be at most 5m.']);
});
