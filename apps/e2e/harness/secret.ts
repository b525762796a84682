import { randomBytes } from 'node:crypto';

/** A secret like those that `pnpm secret` generates. */
export function randomSecret(): string {
  return randomBytes(64).toString('hex');
}
