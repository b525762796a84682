import { expect, test } from 'vitest';
import { NOTHING, playwrightTally, sum, vitestTally, withStep } from './tally.ts';

test('reads what vitest reports', () => {
  const report = JSON.stringify({
    numPassedTests: 5,
    numFailedTests: 2,
    numPendingTests: 1,
    numTodoTests: 3,
    testResults: [
      {
        name: '/home/src/a.test.ts',
        assertionResults: [
          { status: 'passed', fullName: 'adds' },
          { status: 'failed', fullName: 'a group subtracts' },
        ],
      },
      { name: '/home/src/b.test.ts', assertionResults: [{ status: 'failed', fullName: 'divides' }] },
    ],
  });
  const failures = ['/home/src/a.test.ts › a group subtracts', '/home/src/b.test.ts › divides'];
  expect(vitestTally(report)).toEqual({ passed: 5, failed: 2, skipped: 4, failures });
});

test('counts a flaky browser test as failed', () => {
  const spec = (title: string, status: string) => ({ file: 'login.spec.ts', title, tests: [{ status }] });
  const report = JSON.stringify({
    stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 0 },
    suites: [
      {
        specs: [spec('signs in', 'expected'), spec('signs out', 'flaky')],
        suites: [{ specs: [spec('signs up', 'unexpected')] }],
      },
    ],
  });
  const failures = ['login.spec.ts › signs out', 'login.spec.ts › signs up'];
  expect(playwrightTally(report)).toEqual({ passed: 7, failed: 2, skipped: 0, failures });
});

test('a report without figures is an error, not zero failures', () => {
  expect(() => vitestTally('{}')).toThrow('numPendingTests');
  expect(() => playwrightTally('{}')).toThrow('unexpected');
});

test('a step that fails without a failed test counts as one failure', () => {
  const [passed, failed] = [
    { ...NOTHING, passed: 4 },
    { ...NOTHING, failed: 1, failures: ['a test'] },
  ];
  expect(withStep(passed, 'lint', false)).toEqual({ ...passed, failed: 1, failures: ['lint'] });
  expect(withStep(failed, 'unit', false)).toEqual(failed);
  expect(withStep(NOTHING, 'types', true)).toEqual(NOTHING);
});

test('adds tallies up', () => {
  const tallies = [
    { passed: 1, failed: 2, skipped: 3, failures: ['a', 'b'] },
    { passed: 10, failed: 1, skipped: 30, failures: ['c'] },
  ];
  expect(sum(tallies)).toEqual({ passed: 11, failed: 3, skipped: 33, failures: ['a', 'b', 'c'] });
});
