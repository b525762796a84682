import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { STAGES } from '../../src/aggregate/stages.ts';
import { ACCUMULATORS } from '../../src/expressions/accumulators.ts';
import { OPERATORS } from '../../src/expressions/operators.ts';
import { FIELD_OPERATORS } from '../../src/query/condition.ts';
import { FILTER_OPERATORS } from '../../src/query/filter.ts';
import { PUSH_MODIFIERS } from '../../src/update/arrays.ts';
import { UPDATE_OPERATORS } from '../../src/update/operators.ts';

const cases = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts') && file !== 'operators.test.ts')
  .map((file) => readFileSync(`${import.meta.dirname}/${file}`, 'utf8'))
  .join('\n');

/** Whether a case uses an operator: as a key of a document, not in a title only. */
const isUsed = (name: string): boolean => new RegExp(`\\${name}['"]?: |'\\${name}', \\[`, 'u').test(cases);

it.each([
  ['filters', [...Object.keys(FILTER_OPERATORS), ...Object.keys(FIELD_OPERATORS)]],
  ['updates', [...Object.keys(UPDATE_OPERATORS), ...PUSH_MODIFIERS]],
  ['stages', Object.keys(STAGES)],
  ['accumulators', Object.keys(ACCUMULATORS)],
  ['expressions', Object.keys(OPERATORS)],
])('every operator of %s is held against MongoDB', (_, names) => {
  expect(names.filter((name) => !isUsed(name))).toEqual([]);
});
