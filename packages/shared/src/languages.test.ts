import { expect, test } from 'vitest';
import { detectLanguage } from './languages.ts';

test.each([
  [null, ['ko-KR', 'en'], 'ko'],
  [null, ['fr', 'ko'], 'ko'],
  [null, ['en-US', 'ko'], 'en'],
  [null, ['fr'], 'en'],
  [null, [], 'en'],
  ['ko', ['en'], 'ko'],
  ['nonsense', ['ko'], 'ko'],
] as const)('chosen %j, preferred %j: %s', (chosen, preferred, expected) => {
  expect(detectLanguage(chosen, preferred)).toBe(expected);
});
