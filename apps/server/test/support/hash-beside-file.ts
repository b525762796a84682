// Prints what ends first, a password's hash or a file's read, and the priorities of the process's threads.
import { readdir, readFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { bcryptThreads } from '../../src/lib/hashing-threads.ts';

const hash = bcryptThreads.hash('x', 12).then(() => 'hash');
const file = readFile(new URL(import.meta.url)).then(() => 'file');
const first = await Promise.race([hash, file]);
await hash;
const threads = process.platform === 'linux' ? await readdir('/proc/self/task') : [];
const priorities = threads.map((thread) => getPriority(Number(thread)));
process.stdout.write(JSON.stringify({ first, own: getPriority(), priorities }));
