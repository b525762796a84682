import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import mongoose, { type mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { serve } from '../child.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { checkIndexes } from './check.ts';
import { Client, createShared, type Phase, SHARED } from './client.ts';
import { type Random, randomFrom } from './random.ts';
import type { Item, State } from './state.ts';

const ROUNDS = Number(process.env['MODEL_ROUNDS'] ?? 3);
/** How many operations a round has at most, all clients together: it ends at random, half-way on average. */
const OPERATIONS = 1000;
const SEED = Number(process.env['MODEL_SEED'] ?? Date.now() % 2 ** 32);
const CLIENTS = 6;

/** How a round ends: while clients are at work, or after they have ended and what is there was checked. */
const ENDINGS = ['kill', 'kill', 'close', 'idle kill', 'idle close'] as const;

const checkAll = async (database: mongo.Db, clients: readonly Client[]): Promise<void> => {
  for (const client of clients) await client.settle(database);
  const states = (at: number): State[] => clients.flatMap(({ views }) => views[at]?.possible[0] ?? []);
  const [shared] = states(0);
  const items = new Map(states(0).flatMap((state) => Array.from(state.items)));
  await checkIndexes(database.collection<Item>(SHARED), { items, indexes: shared?.indexes ?? new Set() });
  for (const [owner, state] of states(1).entries())
    await checkIndexes(database.collection<Item>(`own-${owner}`), state);
};

/** Resolves once there have been so many replies. */
const repliesIn = async (phase: Phase, count: number): Promise<void> =>
  new Promise((resolve) => {
    let left = count;
    phase.onReply = () => {
      left -= 1;
      if (left === 0) resolve();
    };
  });

/** Serves the folder, checks what is there, lets the clients work, and ends the server. Returns how. */
const playRound = async (
  dataDir: string,
  clients: readonly Client[],
  random: Random,
): Promise<(typeof ENDINGS)[number]> => {
  const { child, uri } = await serve(dataDir);
  const connection = await mongoose
    .createConnection(uri, { maxPoolSize: CLIENTS, retryReads: false, serverSelectionTimeoutMS: 5000 })
    .asPromise();
  try {
    const database = connection.getClient().db();
    await createShared(database);
    await checkAll(database, clients);
    const phase: Phase = { ending: false, serverEnding: false, onReply: () => undefined };
    const enough = repliesIn(phase, 1 + random.below(OPERATIONS));
    const working = Promise.all(
      clients.map(async (client) => client.run(database, randomFrom(random.below(2 ** 32)), phase)),
    );
    await Promise.race([enough, working]);
    // Not at a reply always, but anywhere in what the others are at.
    await sleep(random.below(10));
    const ending = random.pick(ENDINGS);
    if (ending.startsWith('idle')) {
      phase.ending = true;
      await working;
      await checkAll(database, clients);
    }
    phase.serverEnding = true;
    if (ending.endsWith('kill')) child.kill('SIGKILL');
    else child.stdin?.end();
    await once(child, 'exit');
    await connection.close(true);
    await working;
    return ending;
  } finally {
    child.kill('SIGKILL');
    await connection.close(true);
  }
};

it(
  `agrees with a model through SIGKILL and close, in documents and indexes (MODEL_SEED=${SEED}, ${ROUNDS} rounds)`,
  { timeout: 120_000 + ROUNDS * 20_000 },
  async () => {
    const folder = temporaryFolder();
    const random = randomFrom(SEED);
    const clients = Array.from({ length: CLIENTS }, (_, owner) => new Client(owner));
    const endings: string[] = [];
    while (endings.length < ROUNDS) endings.push(await playRound(folder.path, clients, random));
    folder.remove();
    const operations = clients.reduce((sum, client) => sum + client.operations, 0);
    const kills = endings.filter((ending) => ending.endsWith('kill')).length;
    process.stdout.write(
      `model: seed ${SEED}, ${endings.length} rounds, ${operations} operations, ${kills} kills, ${endings.length - kills} closes\n`,
    );
    expect(operations).toBeGreaterThan(0);
  },
);
