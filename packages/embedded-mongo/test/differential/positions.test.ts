import { onEveryServer } from './targets.ts';
import { type Case, itChanges } from './update-cases.ts';

/** What `$set` of `r.$` makes of `r` where a field that is missing made the filter match. */
const MISSING: readonly (readonly [path: string, r: unknown[], after: unknown])[] = [
  ['r.b', [1, { c: 1 }], { code: 2 }],
  ['r.0.b', [1, { c: 1 }], { r: [1, 'X'] }],
  ['r.0.b', [{ c: 1 }], { r: ['X'] }],
  ['r.0.b', [[1], { c: 1 }], { code: 2 }],
  ['r.0.0.b', [[1]], { r: [[1]] }],
];

const CASES: readonly Case[] = [
  [
    'two positional paths into one array',
    { c: [{ n: 1 }, { n: 2 }] },
    { $set: { 'c.$.a': 1, 'c.$.b': 2 } },
    { c: [{ n: 1 }, { n: 2, a: 1, b: 2 }] },
    {},
    { 'c.n': 2 },
  ],
  ['$[] changes every element', { c: [1, 2] }, { $inc: { 'c.$[]': 10 } }, { c: [11, 12] }],
  [
    '$[id] changes those its filter matches',
    { c: [{ n: 1 }, { n: 5 }] },
    { $set: { 'c.$[x].a': 1, 'c.$[x].b': 2 } },
    { c: [{ n: 1 }, { n: 5, a: 1, b: 2 }] },
    { arrayFilters: [{ 'x.n': { $gt: 3 } }] },
  ],
  ['$[id] without a filter is refused', { c: [] }, { $set: { 'c.$[x]': 1 } }, { code: 2 }],
  [
    'a filter that nothing uses is refused',
    { c: [] },
    { $set: { d: 1 } },
    { code: 9 },
    { arrayFilters: [{ x: 1 }] },
  ],
  ...[{ $all: [] }, { $not: { $all: [] } }].map((x): Case => [
    `an array filter by ${JSON.stringify(x)}, which names no field for MongoDB, is refused`,
    { c: [1] },
    { $set: { 'c.$[x]': 2 } },
    { code: 9 },
    { arrayFilters: [{ x }] },
  ]),
  ['$ without a match in an array is refused', { c: [1] }, { $set: { 'c.$': 2 } }, { code: 2 }],
  ...MISSING.map(([path, r, after]): Case => [
    `$ after {${path}: null} found ${JSON.stringify(r)}`,
    { r },
    { $set: { 'r.$': 'X' } },
    after,
    {},
    { [path]: null },
  ]),
  [
    'two positional paths that meet are refused',
    { c: [1] },
    { $inc: { 'c.$[]': 1, 'c.$[x].b': 1 } },
    { code: 40 },
    { arrayFilters: [{ x: 1 }] },
  ],
  [
    '$ has no match after an $or of several',
    { c: [1], d: [5] },
    { $set: { 'd.$': 2 } },
    { code: 2 },
    {},
    { $or: [{ c: 1 }, { d: 4 }] },
  ],
  [
    'a conflict of positions comes before a wrong value',
    { r: [{ b: [0] }] },
    { $pop: { 'r.$': 1, 'r.0': 1 } },
    { code: 40 },
    {},
    { 'r.b': 0 },
  ],
];

onEveryServer('positions in arrays', (server) => itChanges(server, CASES));
