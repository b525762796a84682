import { once } from 'node:events';
import { createDatabase } from '../harness/database.ts';
import { runBundle } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';

const REFUSED = [
  ['missing', undefined],
  ['empty', ''],
  ['short', 'only-twenty-two-bytes-'],
  ['published', 'your-256-bit-secret-your-256-bit-secret'],
  ['repetitive', 'a'.repeat(64)],
  ['good but followed by a short', `${'0123456789abcdef'.repeat(8)},short-old-secret`],
] as const;

for (const [kind, secret] of REFUSED) {
  test(`a ${kind} JWT_SECRET prevents the start with one line that names it and does not reveal it`, async () => {
    const database = await createDatabase();
    const { child, output } = runBundle(database.folder, secret === undefined ? {} : { JWT_SECRET: secret });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(output().match(/^.*JWT_SECRET.*$/gm)).toHaveLength(1);
    for (const part of (secret ?? '').split(',').filter((text) => text !== ''))
      expect(output()).not.toContain(part);
    expect(output()).not.toContain(' at ');
    await database.remove();
  });
}

test('every error of the configuration is reported in one go', async () => {
  const database = await createDatabase();
  const { child, output } = runBundle(database.folder, {
    PORT: 'http',
    TOKEN_TTL: '1h',
    TOKEN_RENEW_BELOW: '2h',
    REVOCATION: 'never',
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  for (const name of ['JWT_SECRET', 'PORT', 'TOKEN_RENEW_BELOW', 'REVOCATION'])
    expect(output()).toContain(name);
  await database.remove();
});
