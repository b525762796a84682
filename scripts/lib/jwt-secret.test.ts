import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { provideSecret } from './jwt-secret.ts';

const HEX_OF_64_BYTES = /^[0-9a-f]{128}$/;
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-secret-'));
  file = join(folder, '.env');
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = () => readFileSync(file, 'utf8');
const secrets = () => parseEnv(read())['JWT_SECRET']?.split(',') ?? [];

describe('provideSecret', () => {
  test('creates a file with 64 random bytes that only its owner can read', () => {
    expect(provideSecret(file)).toBe('made');
    expect(read()).toMatch(/^JWT_SECRET=[0-9a-f]{128}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['.env']);
  });

  test('never overwrites a secret', () => {
    const text = 'JWT_SECRET=mine\n';
    writeFileSync(file, text);
    expect(provideSecret(file)).toBe('kept');
    expect(read()).toBe(text);
  });

  test.each([{ rotate: false }, { rotate: true }])(
    'writes none beside a JWT_SECRET_FILE, with which no server would start ($rotate)',
    (options) => {
      const text = 'JWT_SECRET_FILE=/run/secrets/jwt\n';
      writeFileSync(file, text);
      expect(provideSecret(file, options)).toBe('elsewhere');
      expect(read()).toBe(text);
    },
  );

  test('fills in an empty JWT_SECRET in place', () => {
    writeFileSync(file, 'PORT=4000\nJWT_SECRET=\nLOG_LEVEL=debug\n');
    expect(provideSecret(file)).toBe('made');
    expect(read()).toMatch(/^PORT=4000\nJWT_SECRET=[0-9a-f]{128}\nLOG_LEVEL=debug\n$/);
  });

  test('makes a file that others could read private', () => {
    writeFileSync(file, 'PORT=4000\n', { mode: 0o644 });
    provideSecret(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('writes through a symbolic link instead of replacing it', () => {
    const target = join(folder, 'elsewhere');
    writeFileSync(target, '');
    symlinkSync(target, file);
    provideSecret(file);
    expect(readFileSync(target, 'utf8')).toMatch(/^JWT_SECRET=/);
  });

  test('two secrets are never the same', () => {
    provideSecret(file);
    const first = secrets();
    rmSync(file);
    provideSecret(file);
    expect(secrets()).not.toEqual(first);
  });
});

describe('rotation', () => {
  test('puts the new secret first and keeps the old ones for verification', () => {
    writeFileSync(file, 'JWT_SECRET="old, older"\n');
    expect(provideSecret(file, { rotate: true })).toBe('rotated');
    const [first, ...rest] = secrets();
    expect(first).toMatch(HEX_OF_64_BYTES);
    expect(rest.map((secret) => secret.trim())).toEqual(['old', 'older']);
  });

  test('keeps every other line byte for byte', () => {
    const before = '# the host\r\n  HOST = "::1"  # all\r\n\r\nNOTE=JWT_SECRET=not-this\r\n';
    const after = "#JWT_SECRET=nor-this\r\nDATA_DIR='a b'";
    writeFileSync(file, `${before}export JWT_SECRET='old'  # mine\r\n${after}`);
    provideSecret(file, { rotate: true });
    expect(read().startsWith(`${before}JWT_SECRET=`)).toBe(true);
    expect(read().endsWith(`,old\r\n${after}`)).toBe(true);
  });

  test('refuses a file in which it cannot identify the secret', () => {
    const text = 'NOTE="first line\nJWT_SECRET=inside a note"\nJWT_SECRET=old\n';
    writeFileSync(file, text);
    expect(() => provideSecret(file, { rotate: true })).toThrow('JWT_SECRET');
    expect(read()).toBe(text);
  });
});
