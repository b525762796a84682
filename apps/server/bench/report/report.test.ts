import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fromBench } from '../servers.ts';
import { charts } from './charts.ts';
import { sections } from './sections.ts';
import { LANGUAGES, TEXTS } from './texts.ts';
import { betweenMarkers, chartFile, pageOf, readResults, RESULTS } from './write.ts';

const read = (file: string): string => readFileSync(join(fromBench('../../..'), file), 'utf8');
const results = await readResults();
/** The formatter pads the cells of tables. */
const withoutPadding = (text: string): string => text.replaceAll(/ {2,}/gu, ' ').replaceAll(/-{3,}/gu, '---');

for (const language of LANGUAGES) {
  test(`every figure in the generated tables comes from the results file (${language})`, () => {
    const page = read(pageOf(language));
    const wanted = sections(results, language);
    expect(Object.keys(wanted)).toEqual(['machine', 'check', 'sign-in', 'growth']);
    for (const [name, text] of Object.entries(wanted))
      expect(withoutPadding(betweenMarkers(page, name).text)).toBe(withoutPadding(text));
  });

  test(`the charts are those of the results file, and the page shows each of them (${language})`, () => {
    for (const [name, picture] of Object.entries(charts(results, language))) {
      const file = chartFile(name, language);
      expect(read(file)).toBe(picture);
      expect(read(pageOf(language))).toContain(`](${file.replace('docs/', '')})`);
    }
  });

  test(`a chart says in words what it shows, and follows the reader's colour scheme (${language})`, () => {
    const picture = charts(results, language)['check'] ?? '';
    expect(picture).toContain(`<title id="title">${TEXTS[language].checkTitle}</title>`);
    const bounded = results.check?.servers.find(({ name }) => name === 'bounded');
    const median = bounded !== undefined && 'cpuUs' in bounded ? bounded.cpuUs?.median : undefined;
    expect(/<desc id="desc">.*<\/desc>/u.exec(picture)?.[0]).toContain(`Latchkey, bounded ${median}`);
    expect(picture).toContain('prefers-color-scheme: dark');
  });
}

test('no chart is left over from another bench', () => {
  const drawn = LANGUAGES.flatMap((language) =>
    Object.keys(charts(results, language)).map((name) => chartFile(name, language)),
  );
  const files = readdirSync(join(fromBench('../../..'), 'docs/bench')).map((file) => `docs/bench/${file}`);
  expect(files.toSorted()).toEqual([...drawn, RESULTS].toSorted());
});
