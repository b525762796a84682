import type { LifetimeDays, Usage } from './formulas.ts';

/** What is assumed of people: three visits a day, and one in a hundred signs out. */
export const USAGE: Usage = { visitsPerDay: 3, signOutsPerDay: 0.01 };

/** Checks that a user causes in a day. */
export const CHECKS_PER_DAY = 100;
/** How many times the mean the busiest hour has. */
export const PEAK = 4;

/** The defaults of `TOKEN_TTL`, `TOKEN_RENEW_BELOW` and `SESSION_MAX_AGE`. */
export const LIFETIMES: LifetimeDays = { ttl: 7, renewBelow: 3.5, maxAge: 30 };
