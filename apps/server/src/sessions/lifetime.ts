import type { Lifetimes } from '../deps.ts';

/** The second at which a session ends, however often it is renewed (OWASP ASVS 5.0, 7.3.2). */
export function sessionEnd(createdAt: Date, { sessionMaxAge }: Lifetimes): number {
  return Math.floor(createdAt.getTime() / 1000) + sessionMaxAge;
}
