import { expect, test } from 'vitest';
import { jsonDiff } from './json-diff.ts';

const MINSU = { _id: '1', username: 'minsu' };

test('prints what is there as pretty JSON', () => {
  const { lines } = jsonDiff(null, MINSU);
  expect(lines.map(({ text }) => text).join('\n')).toBe(JSON.stringify(MINSU, null, 2));
});

test('marks the lines that changed and lists what they were', () => {
  const { lines, gone } = jsonDiff(MINSU, { ...MINSU, username: 'yuna' });
  expect(lines.filter(({ isNew }) => isNew).map(({ text }) => text.trim())).toEqual(['"username": "yuna"']);
  expect(gone).toEqual(['  "username": "minsu"']);
});

test('marks nothing when the same is received again, or when there was nothing before', () => {
  for (const before of [MINSU, null]) {
    const { lines, gone } = jsonDiff(before, { ...MINSU });
    expect([lines.filter(({ isNew }) => isNew), gone]).toEqual([[], []]);
  }
});

test('a comma that moves is no difference', () => {
  expect(jsonDiff(MINSU, { ...MINSU, __v: 0 }).lines.filter(({ isNew }) => isNew)).toHaveLength(1);
});

test('an clearResponse slice is null, and lists what is gone', () => {
  const { lines, gone } = jsonDiff(MINSU, null);
  expect(lines).toEqual([{ text: 'null', isNew: false }]);
  expect(gone).toEqual(['  "_id": "1",', '  "username": "minsu"']);
});
