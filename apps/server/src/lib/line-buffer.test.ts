import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLineBuffer, type LineBuffer } from './line-buffer.ts';

let written: string[];
let buffer: LineBuffer;

beforeEach(() => {
  vi.useFakeTimers();
  written = [];
  buffer = createLineBuffer({ write: (text) => written.push(text) }, { characters: 10, ms: 1000 });
});
afterEach(() => void vi.useRealTimers());

test('lines are passed on together, as many as there is room for, and never a part of one', () => {
  for (const line of ['one\n', 'two\n', 'three\n', 'a line longer than that\n', 'four\n']) buffer.write(line);
  expect(written).toEqual(['one\ntwo\n', 'three\n', 'a line longer than that\n']);
});

test('a line waits no longer than its time, however many follow', () => {
  buffer.write('one\n');
  vi.advanceTimersByTime(900);
  buffer.write('two\n');
  vi.advanceTimersByTime(100);
  expect(written).toEqual(['one\ntwo\n']);
  buffer.write('three\n');
  vi.advanceTimersByTime(999);
  expect(written).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(written).toEqual(['one\ntwo\n', 'three\n']);
});

test('what is left is passed on when asked, once', () => {
  buffer.write('one\n');
  buffer.flush();
  buffer.flush();
  vi.runAllTimers();
  expect(written).toEqual(['one\n']);
});

test('a line that is logged while lines are passed on is not lost', () => {
  const seen: string[] = [];
  const inner = createLineBuffer(
    {
      write: (text) => {
        seen.push(text);
        if (seen.length === 1) inner.write('after\n');
      },
    },
    { characters: 10, ms: 1000 },
  );
  inner.write('before\n');
  inner.flush();
  inner.flush();
  expect(seen).toEqual(['before\n', 'after\n']);
});
