import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { hashingConcurrency } from './hashing-threads.ts';

const ENTRY = fileURLToPath(new URL('../../test/support/hash-beside-file.ts', import.meta.url));

test('a file is read while a password is hashed, and the hashing thread yields to all others', async () => {
  // One thread for files, names and bcrypt's asynchronous functions: a hash among them would keep the file waiting.
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', ENTRY], { env });
  const { first, own, priorities } = JSON.parse(stdout);
  expect(first).toBe('file');
  const lower = priorities.filter((priority: number) => priority !== own);
  expect(lower).toEqual(process.platform === 'linux' ? [own + 10] : []);
});

test('the processes of a machine divide its cores, and each hashes at least one password at a time', () => {
  const each = (processes: number, cores: number): number => hashingConcurrency(processes, cores);
  expect([each(1, 4), each(2, 4), each(3, 4), each(4, 4)]).toEqual([4, 2, 1, 1]);
  expect([each(8, 4), each(64, 1)]).toEqual([1, 1]);
  // Where there are more cores than memory for threads.
  expect([each(1, 64), each(4, 64), each(16, 64)]).toEqual([8, 8, 4]);
});
