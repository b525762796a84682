import { expect, test } from 'vitest';
import { inRounds } from './rounds.ts';

test('servers take turns, and each is the first of a round as often as the others', async () => {
  const turns: string[] = [];
  await inRounds('test', 3, ['a', 'b', 'c'], async (name) => void turns.push(name));
  expect(turns.join('')).toBe('abcbcacab');
});
