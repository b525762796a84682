/**
 * Checks the formulas of docs/scaling.md against a simulation, and prints the tables that follow from them. Ends with 0
 * only if they agree. Run: pnpm simulate; with --write the tables are put into docs/scaling.md.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { agrees, compare, FULL_SIZE } from './compare.ts';
import { fill, toMarkdown } from './markdown.ts';
import {
  alternativesTable,
  comparisonTable,
  feedTable,
  growthTable,
  limitsTable,
  promisesTable,
} from './tables.ts';

const PAGE = new URL('../../../docs/scaling.md', import.meta.url);

const print = (text: string): void => void process.stdout.write(`${text}\n`);

let announced = '';
const { comparisons, promises } = await compare(FULL_SIZE, (what) => {
  return (share) => {
    const text = `${what}: ${Math.floor(share * 10) * 10} %`;
    if (text !== announced) print(text);
    announced = text;
  };
});

const tables: Record<string, string> = {
  simulation: toMarkdown(comparisonTable(comparisons)),
  promises: toMarkdown(promisesTable(promises)),
  growth: toMarkdown(growthTable()),
  feed: toMarkdown(feedTable()),
  limits: toMarkdown(limitsTable()),
  alternatives: toMarkdown(alternativesTable()),
};
for (const table of Object.values(tables)) print(`\n${table}`);

if (process.argv.includes('--write')) {
  let page = await readFile(PAGE, 'utf8');
  for (const [name, table] of Object.entries(tables)) page = fill(page, name, table);
  await writeFile(PAGE, page);
  print(`\nWritten to ${PAGE.pathname}`);
}

const isRight = comparisons.every((each) => agrees(each)) && promises.every(({ holds }) => holds);
print(`\n${isRight ? 'Formulas and simulation agree.' : 'Formulas and simulation DIFFER.'}`);
process.exitCode = isRight ? 0 : 1;
