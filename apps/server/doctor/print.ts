import type { Examination, Finding } from './examine.ts';

const WORDS = { ok: 'ok', fault: 'FAULT', not_checked: '-' } as const;

/** An examination for people: a line a check, and below it what is wrong and what to do. */
export function formatText({ origin, findings }: Examination): string {
  const idWidth = Math.max(...findings.map(({ id }) => id.length));
  const lines = findings.flatMap((finding) => [
    `${WORDS[finding.status].padEnd(6)} ${finding.id.padEnd(idWidth)}  ${summary(finding)}`,
    ...(finding.status === 'fault' ? [`       Seen: ${finding.seen}`, `       Cure: ${finding.cure}`] : []),
  ]);
  const count = (status: Finding['status']): number =>
    findings.filter((finding) => finding.status === status).length;
  const total = `${count('ok')} ok, ${count('fault')} faults, ${count('not_checked')} not checked. What each means: docs/doctor.md`;
  return [origin, '', ...lines, '', total].join('\n');
}

function summary(finding: Finding): string {
  if (finding.status === 'not_checked') return `not checked: ${finding.why}`;
  const detail = finding.status === 'ok' ? finding.detail : undefined;
  return detail === undefined ? finding.title : `${finding.title} (${detail})`;
}
