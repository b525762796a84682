import type { CheckRow, GrowthRow, Results, SignInRow } from '../results.ts';
import type { Summary } from '../statistics.ts';
import { TEXTS, type Language } from './texts.ts';

/**
 * The parts of the docs that are generated, in markdown, by the names of their markers: a line that says where and how it
 * was measured, and a table for each part of the bench that was run.
 */
export function sections(results: Results, language: Language): Record<string, string> {
  const { check, signIn, growth } = results;
  return {
    machine: TEXTS[language].measured(results),
    ...(check && { check: checkText(check.servers, check.cookieBytes, language) }),
    ...(signIn && { 'sign-in': signInText(signIn.settings, language) }),
    ...(growth && { growth: growthText(growth.sizes, language) }),
  };
}

const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 4 });

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** `32.1 (31.8–33.0) µs`; a dash for what this machine could not measure. */
function spread(summary: Summary | null, unit = ''): string {
  if (summary === null) return '–';
  const { median, low, high } = summary;
  return `${number(median)}${unit} (${number(low)}–${number(high)})`;
}

function checkText(rows: readonly CheckRow[], cookieBytes: number, language: Language): string {
  const text = TEXTS[language];
  const cells = rows.map((row) => {
    const name = text.servers[row.name];
    if ('notRun' in row) return [name, text.notRun(row.notRun), '', '', ''];
    const { cpuUs, timesKoa, perSecond, aloneMs } = row;
    return [name, spread(cpuUs, ' µs'), spread(timesKoa), spread(perSecond), spread(aloneMs, ' ms')];
  });
  return `${table(text.checkColumns, cells)}\n\n${text.bytes(number(cookieBytes))}`;
}

function signInText(rows: readonly SignInRow[], language: Language): string {
  const text = TEXTS[language];
  const cells = rows.map((row) => [
    text.onCores(row.cores),
    spread(row.bcrypt),
    spread(row.signIns),
    spread(row.percent, ' %'),
    spread(row.idleP99Ms, ' ms'),
    spread(row.busyP99Ms, ' ms'),
    spread(row.timesIdle),
  ]);
  return table(text.signInColumns, cells);
}

function growthText(rows: readonly GrowthRow[], language: Language): string {
  const cells = rows.map((row) => [
    number(row.count),
    spread(row.startMs, ' ms'),
    spread(row.memoryMb, ' MB'),
    `${number(row.diskMb)} MB`,
    spread(row.checkCpuUs, ' µs'),
    spread(row.signInMs, ' ms'),
    `${number(row.setMb)} MB`,
    `${number(row.lookupUs)} µs`,
    `${number(row.pollMs)} ms`,
  ]);
  return table(TEXTS[language].growthColumns, cells);
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
