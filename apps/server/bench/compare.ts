/**
 * What a change costs "who is signed in?": this build and that of another checkout in paired rounds, alongside bare
 * Koa. On Linux, with both of them built:
 *   taskset -c 1 node --import tsx apps/server/bench/compare.ts FOLDER_OF_THE_OTHER_CHECKOUT [NAME=VALUE...]
 * The variables are for this build only: `compare.ts . METRICS_PORT=9464` shows what metrics cost.
 * In each round the servers take turns; a round's figure is the 10th percentile of a server's turns. The interval is
 * Student's t at 95 %.
 */
import { join, resolve } from 'node:path';
import { checkCost } from './check-cost.ts';
import { quantile } from './load.ts';
import { randomSecret, startBaseline, startLatchkey, type Running } from './servers.ts';

const ROUNDS = 20;
const TURNS = 20;
const TURN_MS = 200;
const WARM_UP_MS = 3000;
/** The 97.5th percentile of Student's t with 19 degrees of freedom. */
const T = 2.093;

const [folder, ...variables] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: compare.ts FOLDER_OF_THE_OTHER_CHECKOUT [NAME=VALUE...]');
const settings = Object.fromEntries(variables.map((text) => text.split('=', 2)));

const secret = randomSecret();
const after = await startLatchkey(secret, settings);
const servers: Record<'koa' | 'before' | 'after', Running> = {
  koa: await startBaseline('koa', secret, after.cookie),
  before: await startLatchkey(secret, {}, join(resolve(folder), 'apps/server/dist/main.js')),
  after,
};

for (const server of Object.values(servers)) await checkCost(server, WARM_UP_MS);
const rounds: Record<keyof typeof servers, number>[] = [];
for (let round = 0; round < ROUNDS; round += 1) rounds.push(await runRound());
for (const server of Object.values(servers)) await server.stop();

for (const name of ['koa', 'before', 'after'] as const) {
  const costs = rounds.map((round) => round[name]);
  const ratios = rounds.map((round) => round[name] / round.koa);
  console.log(
    `${name.padEnd(7)} ${quantile(costs, 0.5).toFixed(1)} µs, ${quantile(ratios, 0.5).toFixed(2)} × koa (medians of ${ROUNDS} rounds)`,
  );
}
const changes = rounds.map(({ before, after: now }) => (now / before - 1) * 100);
const mean = changes.reduce((sum, change) => sum + change, 0) / ROUNDS;
const deviation = Math.sqrt(changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / (ROUNDS - 1));
const margin = (T * deviation) / Math.sqrt(ROUNDS);
console.log(
  `after costs ${mean.toFixed(1)} % more than before (${(mean - margin).toFixed(1)} to ${(mean + margin).toFixed(1)} %)`,
);

/** The 10th percentile of each server's cost over `TURNS` turns, in microseconds. */
async function runRound(): Promise<Record<keyof typeof servers, number>> {
  const costs: Record<keyof typeof servers, number[]> = { koa: [], before: [], after: [] };
  for (let turn = 0; turn < TURNS; turn += 1)
    for (const name of ['koa', 'before', 'after'] as const)
      costs[name].push(await checkCost(servers[name], TURN_MS));
  return {
    koa: quantile(costs.koa, 0.1),
    before: quantile(costs.before, 0.1),
    after: quantile(costs.after, 0.1),
  };
}
