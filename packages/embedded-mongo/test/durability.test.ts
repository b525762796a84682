import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import mongoose from 'mongoose';
import { expect, it, vi } from 'vitest';
import { openStorage } from '../src/storage/storage.ts';
import { serve } from './child.ts';
import { temporaryFolder } from './temporary-folder.ts';

const WRITES = 20;
const canTrace = spawnSync('strace', ['-V']).status === 0;

/** The system calls of the database's thread that matter, a letter each: an insert read, a sync of the log, a reply. */
const callsIn = (folder: string): string => {
  const traces = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
  const calls = traces.find((trace) => trace.includes('\\2insert'))?.split('\n') ?? [];
  return calls
    .map((call) => {
      if (/^read\(\d+<socket.*\\2insert/u.test(call)) return 'I';
      if (/^f(?:data)?sync\(.*latchkey\.db-wal>\) += 0$/u.test(call)) return 'S';
      return /^writev?\(\d+<socket/u.test(call) ? 'R' : '';
    })
    .join('');
};

// SIGKILL does not lose what the operating system has taken, so that only the system calls show what a power cut leaves.
it.skipIf(!canTrace)('has every write synced to the disk before it is acknowledged', async () => {
  const data = temporaryFolder();
  const trace = temporaryFolder();
  const { child, uri } = await serve(data.path, { trace: join(trace.path, 'calls') });
  const connection = await mongoose.createConnection(uri, { maxPoolSize: 1 }).asPromise();
  for (let n = 0; n < WRITES; n += 1) await connection.collection('users').insertOne({ n });
  await connection.close();
  child.stdin?.end();
  await once(child, 'exit');
  const answered = callsIn(trace.path).match(/I[^IR]*R/gu);
  data.remove();
  trace.remove();
  expect(answered).toHaveLength(WRITES);
  expect(answered?.filter((calls) => !calls.includes('S'))).toEqual([]);
});

it('keeps its file in a mode that syncs at every commit', () => {
  const data = temporaryFolder();
  const prepare = vi.spyOn(Database.prototype, 'prepare');
  const storage = openStorage(data.path);
  const [database] = prepare.mock.contexts as Database.Database[];
  prepare.mockRestore();
  expect(database?.pragma('synchronous')).toEqual([{ synchronous: 2 }]);
  expect(database?.pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  storage.close();
  data.remove();
});
