/**
 * Runs random commands on an embedded database and on the MongoDB that TEST_MONGODB_URI names, and prints what differs:
 *
 *   tsx bench/fuzz.ts [--seconds 60] [--seed N [--path P]] [--all]
 *
 * `--seed` and `--path` repeat a printed difference; `--all` goes on after one. FUZZ_WITHOUT='$op,$op' leaves operators
 * out. Ends with status 1 if anything differed.
 */
import { parseArgs } from 'node:util';
import { fuzz } from '../test/fuzz/fuzz.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    path: { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});
const uri = process.env['TEST_MONGODB_URI'];
if (!uri) throw new Error('TEST_MONGODB_URI must name a MongoDB');
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);
const { tally, differences } = await fuzz({
  uri,
  seed,
  seconds: Number(values.seconds),
  path: values.path,
  all: values.all,
  onDifference: console.log,
});
console.log(tally, `${differences.length} differences, seed ${seed}`);
process.exitCode = differences.length > 0 ? 1 : 0;
