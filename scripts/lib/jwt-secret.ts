import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { readEnvFile, readVariable, setVariable } from './env-file.ts';

/** What became of the secret: `kept` means that there was one and that it was left alone. */
export type SecretOutcome = 'made' | 'rotated' | 'kept';

/**
 * Sees to it that the `.env` file at `path` has a `JWT_SECRET`: 64 random bytes in hex, as `openssl rand -hex 64`
 * makes them. With `rotate` a new one is put before those that are there: the first signs, all verify, so nobody is
 * signed out. Every other line stays as it is. The file is replaced in one step and readable by its owner alone.
 */
export function provideSecret(path: string, { rotate = false } = {}): SecretOutcome {
  const text = readEnvFile(path);
  const current = readVariable(text, 'JWT_SECRET');
  if (current !== undefined && !rotate) return 'kept';
  const fresh = randomBytes(64).toString('hex');
  const value = current === undefined ? fresh : `${fresh},${current}`;
  replaceFile(path, setVariable(text, 'JWT_SECRET', value));
  return current === undefined ? 'made' : 'rotated';
}

function replaceFile(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const draft = `${target}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  // The mode above is what a umask leaves of it, and that of a draft left over from a crash is anything.
  chmodSync(draft, 0o600);
  renameSync(draft, target);
}
