import { agrees, type Comparison, type Promised } from './compare.ts';
import { feedLoad, growthOf, statusListBytes, usersUntil } from './growth.ts';

/** The rows of a table, the first of which is its head. */
export type Table = string[][];

const USERS = [1e4, 1e5, 1e6, 1e7, 1e8];
const SERVERS = [3, 30, 300, 1000];
/** Into how many parts a set is divided in the table of alternatives. */
const PARTS = 16;

/** The most that a `Map` of V8 holds. */
const MAP_LIMIT = 2 ** 24;

/** A number as people read it: two digits, with k, M or G. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return 'never';
  for (const [size, letter] of [
    [1e9, ' G'],
    [1e6, ' M'],
    [1e3, ' k'],
  ] as const)
    if (value >= size * 0.995) return digits(value / size) + letter;
  return digits(value);
}

function digits(value: number): string {
  if (value >= 99.5) return value.toFixed(0);
  return String(Number(value.toPrecision(2)));
}

const bytes = (value: number): string => `${short(value)}B`.replace(/(\d)B/, '$1 B');
const percent = (share: number): string => `${digits(share * 100)} %`;

/** What grows with the users, however many servers there are. */
export function growthTable(): Table {
  const all = USERS.map((users) => growthOf(users));
  return [
    ['users', ...USERS.map((users) => short(users))],
    ['sign-outs a second', ...all.map((each) => digits(each.revocationsPerSecond))],
    ['revoked sessions that a server keeps', ...all.map((each) => short(each.revoked))],
    ['memory for them', ...all.map((each) => bytes(each.setBytes))],
    ['CPU seconds to load them at the start', ...all.map((each) => digits(each.loadSeconds))],
    ['one core, reading them again', ...all.map((each) => percent(each.reloadShare))],
    ['sign-ins a second, busiest hour', ...all.map((each) => digits(each.signInsPeak))],
    ['cores that hash for them', ...all.map((each) => digits(each.hashingCores))],
    ['checks a second, busiest hour', ...all.map((each) => short(each.checksPeak))],
    ['cores that answer them', ...all.map((each) => digits(each.checkingCores))],
    ['servers of 4 cores, half busy', ...all.map((each) => short(each.servers))],
    ['database reads a second, busiest hour', ...all.map((each) => digits(each.readsPeak))],
    ['database writes a second, busiest hour', ...all.map((each) => digits(each.writesPeak))],
    ['sessions in MongoDB, with indexes', ...all.map((each) => bytes(each.storedBytes))],
  ];
}

/** What the feeds cost the database: its cores, and what it sends. */
export function feedTable(): Table {
  return [
    ['users', ...SERVERS.map((servers) => `${short(servers)} servers`)],
    ...USERS.map((users) => [
      short(users),
      ...SERVERS.map((servers) => {
        const { cores, bytesPerSecond } = feedLoad(users, servers);
        return `${digits(cores)} cores, ${bytes(bytesPerSecond)}/s`;
      }),
    ]),
  ];
}

/** At how many users each resource is used up. */
export function limitsTable(): Table {
  const everywhere = (users: number): string[] => SERVERS.map(() => short(users));
  return [
    ['`bounded` stops where', ...SERVERS.map((servers) => `${short(servers)} servers`)],
    [
      "the feeds take 4 of the database's cores",
      ...SERVERS.map((servers) => short(usersUntil(4, (users) => feedLoad(users, servers).cores))),
    ],
    [
      'a server spends 5 % of a core on full reads',
      ...everywhere(usersUntil(0.05, (users) => growthOf(users).reloadShare)),
    ],
    [
      'the set takes 512 MB of a server',
      ...everywhere(usersUntil(512e6, (users) => growthOf(users).setBytes)),
    ],
    [
      'a `Map` is full (2²⁴ sessions)',
      ...everywhere(usersUntil(MAP_LIMIT, (users) => growthOf(users).revoked)),
    ],
  ];
}

/** What could take the place of the whole set in every server. */
export function alternativesTable(): Table {
  const all = USERS.map((users) => ({ users, ...growthOf(users) }));
  return [
    ['users', ...USERS.map((users) => short(users))],
    ['`strict`: database reads a second', ...all.map((each) => short(each.checksPeak))],
    [`a set in ${PARTS} parts: memory of a server`, ...all.map((each) => bytes(each.setBytes / PARTS))],
    ['a signed status list: its size', ...all.map((each) => bytes(statusListBytes(each.users)))],
  ];
}

/** The formulas beside what the simulation saw. */
export function comparisonTable(comparisons: Comparison[]): Table {
  return [
    ['', 'formula', 'simulation', 'difference', 'allowed', ''],
    ...comparisons.map((each) => [
      each.quantity,
      `${each.formula.toPrecision(4)} ${each.unit}`.trim(),
      `${each.simulated.toPrecision(4)} ${each.unit}`.trim(),
      `${((each.simulated / each.formula - 1) * 100).toFixed(1)} %`,
      percent(each.allowed),
      agrees(each) ? 'agrees' : 'DIFFERS',
    ]),
  ];
}

/** What must hold, and what was seen. */
export function promisesTable(promises: Promised[]): Table {
  return [
    ['', 'seen', ''],
    ...promises.map(({ promise, seen, holds }) => [promise, seen, holds ? 'holds' : 'BROKEN']),
  ];
}
