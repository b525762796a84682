import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Results } from '../results.ts';
import { fromBench } from '../servers.ts';
import { charts } from './charts.ts';
import { sections } from './sections.ts';
import { LANGUAGES, type Language } from './texts.ts';

const ROOT = fromBench('../../..');
const NAMES: Record<Language, string> = { en: '', ko: '.ko' };

/** The results file, from the repository's root. */
export const RESULTS = 'docs/bench/results.json';

/** The page that shows the results in a language, from the repository's root. */
export const pageOf = (language: Language): string => `docs/sessions-and-tokens${NAMES[language]}.md`;

/** The file of a chart, from the repository's root. */
export const chartFile = (name: string, language: Language): string =>
  `docs/bench/${name}${NAMES[language]}.svg`;

/** The results file of the last run that wrote one. */
export async function readResults(): Promise<Results> {
  return JSON.parse(await readFile(join(ROOT, RESULTS), 'utf8'));
}

/** What stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`; throws if a page has no such place. */
export function betweenMarkers(page: string, name: string): { before: string; text: string; after: string } {
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [start, end] = [page.indexOf(open) + open.length, page.indexOf(close)];
  if (start < open.length || end < start) throw new Error(`the page has no place for bench:${name}`);
  return { before: page.slice(0, start), text: page.slice(start, end).trim(), after: page.slice(end) };
}

/** Writes the results file, the tables into the pages and the charts, formatted; returns the files. */
export async function writeReport(results: Results): Promise<string[]> {
  const files: Record<string, string> = { [RESULTS]: JSON.stringify(results, null, 2) };
  for (const language of LANGUAGES) {
    let page = await readFile(join(ROOT, pageOf(language)), 'utf8');
    for (const [name, text] of Object.entries(sections(results, language))) {
      const { before, after } = betweenMarkers(page, name);
      page = `${before}\n\n${text}\n\n${after}`;
    }
    files[pageOf(language)] = page;
    for (const [name, picture] of Object.entries(charts(results, language)))
      files[chartFile(name, language)] = picture;
  }
  await mkdir(join(ROOT, 'docs/bench'), { recursive: true });
  for (const [file, content] of Object.entries(files)) await writeFile(join(ROOT, file), content);
  const written = Object.keys(files);
  const text = written.filter((file) => !file.endsWith('.svg'));
  execFileSync('node_modules/.bin/oxfmt', text, { cwd: ROOT });
  return written;
}
