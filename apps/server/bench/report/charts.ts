import type { CheckRow, GrowthRow, Results, SignInRow } from '../results.ts';
import type { Summary } from '../statistics.ts';
import { drawChart, type Bar } from './chart.ts';
import { TEXTS, type Language } from './texts.ts';

const OURS: ReadonlySet<string> = new Set(['renewal', 'bounded', 'strict', 'other']);

/** The charts of a run in one language, by their names: pictures in SVG that need no other file. */
export function charts({ check, signIn, growth }: Results, language: Language): Record<string, string> {
  return {
    ...(check && { check: checkChart(check.servers, language) }),
    ...(signIn && { 'sign-in': signInChart(signIn.settings, language) }),
    ...(growth && { growth: growthChart(growth.sizes, language) }),
  };
}

function checkChart(rows: readonly CheckRow[], language: Language): string {
  const text = TEXTS[language];
  const bars = rows.flatMap((row): Bar[] => {
    if ('notRun' in row || row.cpuUs === null) return [];
    const label = text.servers[row.name].replaceAll('`', '');
    return [{ label, value: row.cpuUs, highlight: OURS.has(row.name) }];
  });
  const sorted = bars.toSorted((a, b) => a.value.median - b.value.median);
  return drawChart({
    title: text.checkTitle,
    description: text.checkDescription,
    panels: [{ title: 'µs', scale: 'log', bars: sorted }],
  });
}

function signInChart(rows: readonly SignInRow[], language: Language): string {
  const text = TEXTS[language];
  const [bcrypt = '', signIns = '', idle = '', busy = ''] = text.signInBars;
  const [rates = '', delays = ''] = text.signInPanels;
  const bar = (row: SignInRow, label: string, value: Summary, highlight: boolean): Bar => ({
    label: `${text.onCores(row.cores)}: ${label}`,
    value,
    highlight,
  });
  return drawChart({
    title: text.signInTitle,
    description: text.signInDescription,
    panels: [
      {
        title: rates,
        scale: 'linear',
        bars: rows.flatMap((row) => [
          bar(row, bcrypt, row.bcrypt, false),
          bar(row, signIns, row.signIns, true),
        ]),
      },
      {
        title: delays,
        scale: 'linear',
        bars: rows.flatMap((row) => [
          bar(row, idle, row.idleP99Ms, false),
          bar(row, busy, row.busyP99Ms, true),
        ]),
      },
    ],
  });
}

function growthChart(rows: readonly GrowthRow[], language: Language): string {
  const text = TEXTS[language];
  const figures = [
    (row: GrowthRow) => row.startMs,
    (row: GrowthRow) => row.memoryMb,
    (row: GrowthRow) => row.checkCpuUs,
  ];
  return drawChart({
    title: text.growthTitle,
    description: text.growthDescription,
    panels: figures.flatMap((figure, index) => {
      const bars = rows.flatMap((row) => {
        const value = figure(row);
        return value === null ? [] : [{ label: row.count.toLocaleString('en-US'), value, highlight: true }];
      });
      return bars.length === 0 ? [] : [{ title: text.growthPanels[index] ?? '', scale: 'linear', bars }];
    }),
  });
}
