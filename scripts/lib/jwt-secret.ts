import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { readEnvFile, readVariable, setVariable } from './env-file.ts';

/**
 * What happened to the secret: `kept` means that there was one and that it was left alone, `elsewhere` that it is in the
 * file that `JWT_SECRET_FILE` names.
 */
export type SecretOutcome = 'made' | 'rotated' | 'kept' | 'elsewhere';

/**
 * Ensures that the `.env` file at `path` has a `JWT_SECRET`: 64 random bytes in hex, like `openssl rand -hex 64`. With
 * `rotate` a new one is put before the existing ones: the first signs, all verify, so nobody is signed out. Every other
 * line is unchanged. The file is replaced atomically and readable only by its owner.
 */
export function provideSecret(path: string, { rotate = false } = {}): SecretOutcome {
  const text = readEnvFile(path);
  // Servers do not start with both.
  if (readVariable(text, 'JWT_SECRET_FILE') !== undefined) return 'elsewhere';
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
  // The mode above is subject to the umask, and a draft left over from a crash may have any mode.
  chmodSync(draft, 0o600);
  renameSync(draft, target);
}
