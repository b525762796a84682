import { describe, expect, test } from 'vitest';
import { TOKEN_OUTCOMES, formatTokenReport, parseTokenReport } from './token-outcome.ts';

test('the outcomes are those of the contract', () => {
  expect(TOKEN_OUTCOMES).toEqual(['verified', 'renewed', 'expired', 'revoked', 'invalid', 'cleared']);
});

test('the header is written as the contract shows it', () => {
  expect(formatTokenReport({ outcome: 'verified', durationMs: 0.04 })).toBe('token;desc="verified";dur=0.04');
});

test.each(TOKEN_OUTCOMES)('%s: what is written can be read', (outcome) => {
  for (const durationMs of [0, 0.04, 12, 1234.5]) {
    expect(parseTokenReport(formatTokenReport({ outcome, durationMs }))).toEqual({ outcome, durationMs });
  }
});

test('a duration keeps two decimals', () => {
  const header = formatTokenReport({ outcome: 'renewed', durationMs: 1.23456 });
  expect(parseTokenReport(header)).toEqual({ outcome: 'renewed', durationMs: 1.23 });
});

test('other metrics around it do not interfere', () => {
  const header = 'db;dur=3.1, token;desc="renewed";dur=0.05, cache;desc="hit"';
  expect(parseTokenReport(header)).toEqual({ outcome: 'renewed', durationMs: 0.05 });
});

describe('a header that says nothing about a token is null', () => {
  test.each([
    undefined,
    '',
    'db;dur=3.1',
    'token',
    'token;desc="unheard-of";dur=1',
    'token;desc="";dur=1',
    'token;desc="toString";dur=1',
    'token;desc="verified"',
    'token;desc="verified";dur=',
    'token;desc="verified";dur=1.2.3',
    'token;desc="verified";dur=-1',
    'nottoken;desc="verified";dur=1',
  ])('%j', (header) => {
    expect(parseTokenReport(header)).toBeNull();
  });
});
