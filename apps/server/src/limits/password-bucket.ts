import { createHmac, type KeyObject } from 'node:crypto';

/** Hexadecimal digits of a bucket's name: 20 bits. Why so few and no fewer: docs/decisions/0011-limits-second-look.md. */
const DIGITS = 5;

/**
 * Which of the 2^20 buckets of a day a password is counted in: many passwords share one, so that a bucket says little about
 * a password, and there are so many that failures with different passwords hardly ever meet. `nowMs` is milliseconds since
 * the epoch; a new day (UTC) has a new salt, so that buckets of different days cannot be compared.
 */
export function passwordBucket(secret: KeyObject, nowMs: number, password: string): string {
  const day = new Date(nowMs).toISOString().slice(0, 'YYYY-MM-DD'.length);
  const salt = createHmac('sha256', secret).update(day).digest();
  return createHmac('sha256', salt).update(password).digest('hex').slice(0, DIGITS);
}
