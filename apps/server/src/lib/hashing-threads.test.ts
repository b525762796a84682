import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

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
