/**
 * What a sign-in does at least: `raw-bcrypt.ts HASH PASSWORD MS` compares the two for so many milliseconds, one comparison
 * per core at a time, and prints how many it did per second.
 */
import { availableParallelism } from 'node:os';
import bcrypt from 'bcrypt';
import { perSecond } from './per-second.ts';

const [hash = '', password = '', ms] = process.argv.slice(2);
const rate = await perSecond(availableParallelism(), Number(ms), async () => bcrypt.compare(password, hash));
process.stdout.write(`${rate}\n`);
