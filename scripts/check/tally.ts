/** How many tests passed, failed and were skipped, and the names of those that failed. */
export type Tally = { passed: number; failed: number; skipped: number; failures: string[] };

/** Reads the report of vitest's `json` reporter. */
export function vitestTally(report: string): Tally {
  const json: unknown = JSON.parse(report);
  const skipped = count(json, 'numPendingTests') + count(json, 'numTodoTests');
  const failures = list(json, 'testResults').flatMap((file) =>
    list(file, 'assertionResults')
      .filter((test) => text(test, 'status') === 'failed')
      .map((test) => `${text(file, 'name')} › ${text(test, 'fullName')}`),
  );
  return { passed: count(json, 'numPassedTests'), failed: count(json, 'numFailedTests'), skipped, failures };
}

/** Reads the report of Playwright's `json` reporter. A test that passed only on a retry counts as failed. */
export function playwrightTally(report: string): Tally {
  const json: unknown = JSON.parse(report);
  const stats: unknown = Reflect.get(Object(json), 'stats');
  const failed = count(stats, 'unexpected') + count(stats, 'flaky');
  const failures = list(json, 'suites').flatMap(playwrightFailures);
  return { passed: count(stats, 'expected'), failed, skipped: count(stats, 'skipped'), failures };
}

function playwrightFailures(suite: unknown): string[] {
  const failed = list(suite, 'specs').filter((spec) =>
    list(spec, 'tests').some((test) => ['unexpected', 'flaky'].includes(text(test, 'status'))),
  );
  return [
    ...failed.map((spec) => `${text(spec, 'file')} › ${text(spec, 'title')}`),
    ...list(suite, 'suites').flatMap(playwrightFailures),
  ];
}

/** A step that failed without a failed test counts as one failure: nothing that fails may look like success. */
export function withStep(tally: Tally, script: string, succeeded: boolean): Tally {
  return succeeded || tally.failed > 0 ? tally : { ...tally, failed: 1, failures: [script] };
}

/** The sum of several tallies. */
export function sum(tallies: Tally[]): Tally {
  return tallies.reduce(
    (total, { passed, failed, skipped, failures }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
      failures: [...total.failures, ...failures],
    }),
    NOTHING,
  );
}

/** The tally of a step that runs no tests. */
export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] };

function count(report: unknown, key: string): number {
  const value: unknown = Reflect.get(Object(report), key);
  if (typeof value !== 'number') throw new Error(`the report has no number ${key}`);
  return value;
}

function list(report: unknown, key: string): unknown[] {
  const value: unknown = Reflect.get(Object(report), key);
  return Array.isArray(value) ? value : [];
}

function text(report: unknown, key: string): string {
  return String(Reflect.get(Object(report), key));
}
