import type { Observations, Outside, SeenReport } from './observations.ts';

/** What a check came to. A fault says what was seen and what to do; no text has a secret in it. */
export type Result =
  | { status: 'ok'; detail?: string }
  | { status: 'fault'; seen: string; cure: string }
  | { status: 'not_checked'; why: string };

/** One kind of fault, and how it is recognised. `id` is its heading in docs/doctor.md. */
export type Check = {
  id: string;
  /** What holds when nothing is wrong. */
  title: string;
  run: (observations: Observations) => Result;
};

export const ok = (detail?: string): Result => ({ status: 'ok', ...(detail !== undefined && { detail }) });
export const fault = (seen: string, cure: string): Result => ({ status: 'fault', seen, cure });
export const notChecked = (why: string): Result => ({ status: 'not_checked', why });

/** A check of what can be seen from outside. */
export const fromOutside =
  (run: (outside: Outside) => Result) =>
  ({ outside }: Observations): Result =>
    typeof outside === 'string' ? notChecked('no server was reached') : run(outside);

/** A check of each server's own report; the first result that is not ok counts. */
export const fromReports = (run: (report: SeenReport, outside: Outside) => Result) =>
  fromOutside((outside) => {
    const { reports, whyNone } = outside.servers;
    const results = reports.map((report) => run(report, outside));
    return results.find(({ status }) => status !== 'ok') ?? results[0] ?? notChecked(whyNone);
  });
