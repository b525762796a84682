import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { agrees, compare } from './compare.ts';
import { toMarkdown } from './markdown.ts';
import { alternativesTable, feedTable, growthTable, limitsTable } from './tables.ts';

const SMALL = { servers: 20, seconds: 10, outageServers: 5, setSeconds: 120, sessions: 5000 };

test('the formulas of docs/scaling.md agree with what the policy and the feed do', async () => {
  const { comparisons, promises } = await compare(SMALL, () => () => {});
  expect(comparisons.filter((each) => !agrees(each))).toEqual([]);
  expect(promises.filter(({ holds }) => !holds)).toEqual([]);
});

test('a formula that is wrong by a tenth does not pass', async () => {
  const { comparisons } = await compare(SMALL, () => () => {});
  expect(comparisons.filter((each) => agrees({ ...each, formula: each.formula * 1.1 }))).toEqual([]);
});

test.each([
  ['growth', growthTable],
  ['feed', feedTable],
  ['limits', limitsTable],
  ['alternatives', alternativesTable],
])(
  'the table "%s" in docs/scaling.md is the one that pnpm simulate --write puts there',
  async (name, table) => {
    const page = await readFile(new URL('../../../docs/scaling.md', import.meta.url), 'utf8');
    const written = page.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0];
    expect(written?.trim()).toBe(toMarkdown(table()));
  },
);
