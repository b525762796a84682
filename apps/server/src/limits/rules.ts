/** How often something may happen: `points` times in `seconds`. */
export type Rule = { points: number; seconds: number };

const QUARTER_HOUR = 900;
const HOUR = 3600;

/**
 * What one client may do on its own; more is refused with 429. Reasons and numbers: docs/decisions/0004-limits.md
 * and 0011-limits-second-look.md (OWASP ASVS 5.0, 6.3.1).
 */
export const REFUSE = {
  /** Failed sign-ins by one client, to any account: guessing and spraying from one place. */
  clientFailures: { points: 30, seconds: QUARTER_HOUR },
  /** Failed sign-ins by one client to one account. */
  accountClientFailures: { points: 10, seconds: QUARTER_HOUR },
  registrations: { points: 20, seconds: HOUR },
  /** Wrong passwords when one client confirms something as one signed-in user. */
  userClientFailures: { points: 10, seconds: QUARTER_HOUR },
  /** Calls of the lab by one user, which make sessions and look them up. */
  labCalls: { points: 60, seconds: 60 },
  /** Reports to the doctor by one process: somebody who replays a proof must not keep the database busy. */
  reports: { points: 60, seconds: 60 },
} as const satisfies Record<string, Rule>;

/**
 * What many clients may do together before each further attempt is delayed: never refused, or strangers could lock
 * somebody out.
 */
export const SLOW = {
  /** Failed sign-ins to one account, from anywhere. */
  accountFailures: { points: 50, seconds: HOUR },
  /** Failed sign-ins with one password (or another in its bucket), to any account, from anywhere. */
  passwordFailures: { points: 30, seconds: HOUR },
  /** Wrong passwords when one signed-in user confirms something, from anywhere. */
  userFailures: { points: 50, seconds: HOUR },
} as const satisfies Record<string, Rule>;

/** The delay grows by this much with each attempt beyond the rule, up to the longest. Milliseconds. */
export const SLOW_STEP_MS = 250;
export const SLOW_LONGEST_MS = 5000;
