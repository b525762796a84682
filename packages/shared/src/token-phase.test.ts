import { describe, expect, test } from 'vitest';
import { tokenPhase } from './token-phase.ts';

const IAT = 1_750_000_000;
const EXP = IAT + 7 * 86_400;
const renewBelow = 3.5 * 86_400;

describe('the token-lifetime rule', () => {
  test.each([
    ['just issued', IAT, 'fresh'],
    ['a server whose clock is behind', IAT - 60, 'fresh'],
    ['a second more than 3.5 days left', EXP - renewBelow - 1, 'fresh'],
    ['exactly 3.5 days left', EXP - renewBelow, 'fresh'],
    ['a second less than 3.5 days left', EXP - renewBelow + 1, 'renew'],
    ['the last second', EXP - 1, 'renew'],
    ['exp itself, at which RFC 7519 refuses the token', EXP, 'expired'],
    ['long after', EXP + 86_400, 'expired'],
  ])('%s', (_, now, phase) => {
    expect(tokenPhase({ exp: EXP, now, renewBelow })).toBe(phase);
  });

  test('with a threshold of zero a token is never renewed', () => {
    expect(tokenPhase({ exp: EXP, now: EXP - 1, renewBelow: 0 })).toBe('fresh');
    expect(tokenPhase({ exp: EXP, now: EXP, renewBelow: 0 })).toBe('expired');
  });
});
