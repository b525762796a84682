/**
 * The processor time of "who is signed in?", compared with the same stack without any of it. On Linux:
 *   pnpm build && taskset -c 1 node --import tsx apps/server/bench/check.ts
 * Load and servers share one core, so that no process pays for sleeping and waking; the servers take turns, so that a
 * busy moment of the machine affects all of them. A server's figure is the 10th percentile of its turns.
 */
import { checkCost } from './check-cost.ts';
import { quantile } from './load.ts';
import { randomSecret, startBaseline, startLatchkey, type Running } from './servers.ts';

const TURNS = 50;
const TURN_MS = 200;
const WARM_UP_MS = 2000;
const BASELINES = ['node:http', 'koa', 'tutorial'];

const secret = randomSecret();
const latchkey = await startLatchkey(secret);
const servers: { name: string; server: Running; costs: number[] }[] = [];
for (const name of BASELINES)
  servers.push({ name, server: await startBaseline(name, secret, latchkey.cookie), costs: [] });
servers.push({ name: 'Latchkey', server: latchkey, costs: [] });

for (const { server } of servers) await checkCost(server, WARM_UP_MS);
for (let round = 0; round < TURNS; round += 1)
  for (const { server, costs } of servers) costs.push(await checkCost(server, TURN_MS));

const cost = (name: string): number => quantile(servers.find((one) => one.name === name)?.costs ?? [], 0.1);
for (const { name, server } of servers) {
  const ratio = (cost(name) / cost('koa')).toFixed(2);
  console.log(`${name.padEnd(10)} ${cost(name).toFixed(1).padStart(6)} µs, ${ratio.padStart(5)} × koa`);
  await server.stop();
}
