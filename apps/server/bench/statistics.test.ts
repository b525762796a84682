import { expect, test } from 'vitest';
import { quantile, summarize } from './statistics.ts';

test('one wild measurement moves neither the median nor the spread', () => {
  const quiet = [10, 11, 12, 13, 14];
  expect(summarize([...quiet.slice(0, 4), 9000])).toEqual(summarize(quiet));
  expect(summarize(quiet)).toEqual({ median: 12, low: 11, high: 13 });
});

test('a quantile does not depend on the order', () => {
  expect(quantile([3, 1, 2, 5, 4], 0.99)).toBe(4);
  expect(quantile([5, 4, 3, 2, 1], 0.99)).toBe(4);
  expect(quantile([], 0.5)).toBeNaN();
});

test('figures keep three significant digits', () => {
  expect(summarize([12_345.6]).median).toBe(12_346);
  expect(summarize([0.012_345]).median).toBe(0.0123);
});
