import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { randomSecret } from '../test/support/random-secret.ts';
import { readEnvironment } from './environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a secret in a file counts also where another variable is wrong', () => {
  const file = join(folder, 'secret');
  writeFileSync(file, `${randomSecret()}\n`);
  const { keys, hasSecret, errors } = readEnvironment({ JWT_SECRET_FILE: file, PORT: 'x' });
  expect([keys.length, hasSecret, errors.length]).toEqual([1, true, 1]);
});
