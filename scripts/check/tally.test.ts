import { expect, test } from 'vitest';
import { NOTHING, playwrightTally, sum, vitestTally, withStep } from './tally.ts';

test('reads what vitest reports', () => {
  const report = JSON.stringify({
    numPassedTests: 5,
    numFailedTests: 2,
    numPendingTests: 1,
    numTodoTests: 3,
  });
  expect(vitestTally(report)).toEqual({ passed: 5, failed: 2, skipped: 4 });
});

test('counts a flaky browser test as failed', () => {
  const report = JSON.stringify({ stats: { expected: 7, unexpected: 1, flaky: 2, skipped: 0 } });
  expect(playwrightTally(report)).toEqual({ passed: 7, failed: 3, skipped: 0 });
});

test('a report without figures is an error, not zero failures', () => {
  expect(() => vitestTally('{}')).toThrow('numPendingTests');
  expect(() => playwrightTally('{}')).toThrow('unexpected');
});

test('a step that fails without a failed test counts as one failure', () => {
  expect(withStep({ passed: 4, failed: 0, skipped: 0 }, false).failed).toBe(1);
  expect(withStep({ passed: 4, failed: 3, skipped: 0 }, false).failed).toBe(3);
  expect(withStep(NOTHING, true).failed).toBe(0);
});

test('adds tallies up', () => {
  const tallies = [
    { passed: 1, failed: 2, skipped: 3 },
    { passed: 10, failed: 20, skipped: 30 },
  ];
  expect(sum(tallies)).toEqual({ passed: 11, failed: 22, skipped: 33 });
});
