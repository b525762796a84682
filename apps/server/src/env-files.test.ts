import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { envErrors } from '../test/support/env-errors.ts';
import { readEnv } from './env.ts';

const SECRET = '9f2c4b1e7a6d3805c1f0e9d8b7a6954433221100ffeeddccbbaa998877665544';
const OTHER = '00d1c2b3a4958677665544332211ffeeddccbbaa0918273645546372819f0e1d';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
/** The path of a new file. */
function fileOf(content: string | Uint8Array): string {
  files += 1;
  const path = join(folder, `secret-${files}`);
  writeFileSync(path, content);
  return path;
}

describe('a secret may be in a file', () => {
  test('each of the three', () => {
    const env = readEnv({
      JWT_SECRET_FILE: fileOf(SECRET),
      PASSWORD_PEPPER_FILE: fileOf(OTHER),
      MONGODB_URI_FILE: fileOf('mongodb://user:pass@db.example/latchkey'),
    });
    expect(env).toMatchObject({
      jwtSecrets: [SECRET],
      passwordPeppers: [OTHER],
      mongodbUri: 'mongodb://user:pass@db.example/latchkey',
    });
  });

  test.each(['\n', '\r\n', '\n\n', ' \n'])('which ends with %j', (end) => {
    expect(readEnv({ JWT_SECRET_FILE: fileOf(SECRET + end) }).jwtSecrets).toEqual([SECRET]);
  });

  test('and be a list, as in the variable', () => {
    const env = readEnv({ JWT_SECRET_FILE: fileOf(`${SECRET},\n${OTHER}\n`) });
    expect(env.jwtSecrets).toEqual([SECRET, OTHER]);
  });

  test('that anybody may read, as Docker mounts it', () => {
    const path = fileOf(SECRET);
    chmodSync(path, 0o444);
    expect(readEnv({ JWT_SECRET_FILE: path }).jwtSecrets).toEqual([SECRET]);
  });

  test('whose variable is blank counts as not named', () => {
    expect(readEnv({ JWT_SECRET: SECRET, JWT_SECRET_FILE: ' ' }).jwtSecrets).toEqual([SECRET]);
  });
});

describe('the server does not start', () => {
  test('with both the variable and the file', () => {
    expect(envErrors({ JWT_SECRET: SECRET, JWT_SECRET_FILE: fileOf(SECRET) })).toEqual([
      'JWT_SECRET_FILE is set, and so is JWT_SECRET: keep one of them.',
    ]);
  });

  test.each([
    ['that is not there', () => join(folder, 'nothing'), 'names a file that cannot be read (ENOENT): '],
    ['that is a folder', () => folder, 'names a file that cannot be read (EISDIR): '],
    ['that is empty', () => fileOf(''), 'names an empty file: '],
    ['that has a newline only', () => fileOf('\n'), 'names an empty file: '],
    [
      'of random bytes',
      () => fileOf(Uint8Array.from({ length: 64 }, (_, index) => 255 - index)),
      'names a file that is not text in UTF-8: ',
    ],
  ])('with a file %s; the error names variable and path', (_, prepare, message) => {
    const path = prepare();
    expect(envErrors({ JWT_SECRET_FILE: path })).toEqual([`JWT_SECRET_FILE ${message}${path}`]);
  });

  test('with a secret in a file that it would refuse in the variable; the content is not shown', () => {
    const errors = envErrors({
      JWT_SECRET_FILE: fileOf('hunter2'),
      MONGODB_URI_FILE: fileOf('mongo://root:hunter2@db.example'),
      PASSWORD_PEPPER_FILE: fileOf(`${OTHER},hunter2`),
    });
    expect(errors).toEqual([
      expect.stringMatching(/^JWT_SECRET is too short: 7 bytes/),
      expect.stringMatching(/^MONGODB_URI must begin with mongodb:/),
      expect.stringMatching(/^PASSWORD_PEPPER \(secret 2 of 2\) is too short/),
    ]);
    expect(errors.join()).not.toContain('hunter2');
  });

  test('and all errors come at once', () => {
    const path = join(folder, 'nothing');
    const errors = envErrors({ JWT_SECRET_FILE: path, MONGODB_URI_FILE: path, PORT: 'x' });
    expect(errors.map((line) => line.split(' ')[0])).toEqual(['JWT_SECRET_FILE', 'MONGODB_URI_FILE', 'PORT']);
  });
});
