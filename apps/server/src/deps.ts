import type { RevocationMode } from '@latchkey/shared';
import type { Clock } from './lib/clock.ts';
import type { Db } from './lib/db.ts';
import type { DbDeadline } from './lib/db-deadline.ts';
import type { Log } from './lib/log.ts';
import type { Passwords } from './lib/passwords.ts';
import type { Limits } from './limits/limits.ts';
import type { Models } from './models/models.ts';
import type { LabPolicies } from './sessions/revocation/lab-policies.ts';
import type { RevocationPolicy } from './sessions/revocation/policy.ts';
import type { KeyRing } from './tokens/key-ring.ts';

/** How long tokens and sessions live, in seconds. */
export type Lifetimes = { ttl: number; renewBelow: number; sessionMaxAge: number };

/** What the server is made of: everything that use cases may touch besides their input. */
export type Deps = {
  /** The origin that browsers use. */
  publicOrigin: string;
  /** How many proxies stand in front; their `X-Forwarded-*` headers are trusted. */
  trustProxy: number;
  clock: Clock;
  log: Log;
  db: Db;
  models: Models;
  passwords: Passwords;
  /** How many code points a new password needs. */
  passwordMinLength: number;
  limits: Limits;
  keyRing: KeyRing;
  lifetimes: Lifetimes;
  revocation: RevocationPolicy;
  revocationMode: RevocationMode;
  /** Every policy as another server runs it, for the lab; absent where there is none. */
  labPolicies?: LabPolicies | undefined;
};

/** What use cases are given: the server's deps, and this request's time budget for the database. */
export type RequestDeps = Deps & { deadline: DbDeadline };
