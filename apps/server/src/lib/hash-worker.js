// What a hashing thread runs. Plain JavaScript: in Node 20 a thread cannot load TypeScript, as in development and tests.
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import bcrypt from 'bcrypt';

/** How much later than the event loop a hashing thread gets a core that both want (POSIX nice values, 0 to 19). */
const NICENESS = 10;

try {
  // Linux alone has priorities of threads; elsewhere there is no such path and nothing to do.
  setPriority(Number(basename(readlinkSync('/proc/thread-self'))), NICENESS);
} catch {
  // Hashing at the common priority is only a little worse.
}

/** @param {{ data: string, cost: number }} job @returns {string} */
export const hash = ({ data, cost }) => bcrypt.hashSync(data, cost);

/** @param {{ data: string, passwordHash: string }} job @returns {boolean} */
export const compare = ({ data, passwordHash }) => bcrypt.compareSync(data, passwordHash);
