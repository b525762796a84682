/**
 * What a sign-in does at least: `raw-bcrypt.ts HASH PASSWORD MS` compares the two for so many milliseconds, one comparison
 * per core at a time, and prints how many it did per second.
 */
import { availableParallelism } from 'node:os';
import bcrypt from 'bcrypt';

const [hash = '', password = '', ms] = process.argv.slice(2);
const startedAt = performance.now();
let done = 0;
const compare = async (): Promise<void> => {
  for (; performance.now() < startedAt + Number(ms); done += 1) await bcrypt.compare(password, hash);
};
await Promise.all(Array.from({ length: availableParallelism() }, compare));
process.stdout.write(`${(done * 1000) / (performance.now() - startedAt)}\n`);
