import { createHmac, type KeyObject } from 'node:crypto';

/** Hex digits in a bucket's name: 20 bits. Why so few and no fewer: docs/decisions/0011-limits-second-look.md. */
const DIGITS = 5;

/**
 * Which of a day's 2^20 buckets a password is counted in: many passwords share one, so that a bucket says little about
 * a password, and there are so many that failures with different passwords rarely collide. `nowMs` is milliseconds
 * since the epoch; a new day (UTC) has a new salt, so that buckets of different days cannot be compared.
 */
export function passwordBucket(secret: KeyObject, nowMs: number, password: string): string {
  const day = new Date(nowMs).toISOString().slice(0, 'YYYY-MM-DD'.length);
  const salt = createHmac('sha256', secret).update(day).digest();
  return createHmac('sha256', salt).update(password).digest('hex').slice(0, DIGITS);
}
