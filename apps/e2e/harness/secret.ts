import { randomBytes } from 'node:crypto';

/** A secret as `pnpm secret` makes it. */
export function randomSecret(): string {
  return randomBytes(64).toString('hex');
}
