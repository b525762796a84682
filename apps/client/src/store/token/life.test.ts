import { expect, test } from 'vitest';
import { IAT } from '../../test/session-reply.ts';
import { nextStep, serverTime, tokenLife } from './life.ts';

const HOUR = 3_600_000;
/** A token that lives 20 seconds, of which a session of a month has just begun. */
const BRIEF = {
  iat: IAT,
  exp: IAT + 20,
  renewAfter: IAT + 10,
  endsAt: IAT + 30 * 86_400,
  serverNow: IAT + 0.25,
  receivedAt: IAT * 1000,
};
const WEEK = { ...BRIEF, exp: IAT + 7 * 86_400, renewAfter: IAT + 3.5 * 86_400 };
const phaseAt = (times: typeof BRIEF, age: number) => tokenLife(times, IAT + age).phase;

test.each([-2 * HOUR, 0, 2 * HOUR])('a device clock that is %i ms off does no harm', (off) => {
  const times = { ...BRIEF, receivedAt: IAT * 1000 + off };
  expect(serverTime(times, times.receivedAt)).toBe(IAT * 1000 + 250);
  expect(serverTime(times, times.receivedAt + 12_000)).toBe(IAT * 1000 + 12_250);
});

test.each([
  [0, 'fresh'],
  [10, 'fresh'],
  [11, 'renew'],
  [19, 'renew'],
  [20, 'expired'],
])('a token of 20 seconds is after %i seconds: %s', (age, phase) => {
  expect(phaseAt(BRIEF, age)).toBe(phase);
});

test.each([
  [3.5 * 86_400, 'fresh'],
  [3.5 * 86_400 + 1, 'renew'],
  [7 * 86_400, 'expired'],
])('a token of seven days is after %i seconds: %s', (age, phase) => {
  expect(phaseAt(WEEK, age)).toBe(phase);
});

test('a token that lives as long as its session is not renewed: the session ends', () => {
  const last = { ...BRIEF, endsAt: BRIEF.exp };
  expect([0, 11, 20].map((age) => phaseAt(last, age))).toEqual(['fresh', 'ends', 'expired']);
  expect(tokenLife(last, IAT).renewAfter).toBeNull();
});

test('a token that the configuration never renews has no renewal point', () => {
  expect(tokenLife({ ...BRIEF, renewAfter: BRIEF.exp }, IAT)).toMatchObject({
    renewAfter: null,
    phase: 'fresh',
  });
});

test('a life goes on each second when it is short and each minute when it is long, never past a phase', () => {
  const at = (seconds: number) => (IAT + seconds) * 1000;
  expect(nextStep(BRIEF, at(3) + 400)).toBe(600);
  expect(nextStep(BRIEF, at(20))).toBeNull();
  const minute = 60 - (IAT % 60);
  expect(nextStep(WEEK, at(minute))).toBe(60_000);
  expect(nextStep(WEEK, at(3.5 * 86_400))).toBe(1000);
  expect(nextStep(WEEK, at(7 * 86_400) - 5)).toBe(5);
});
