import type { Check } from './check.ts';
import { apiCached } from './checks/api-cached.ts';
import { clockSkew } from './checks/clock-skew.ts';
import { configuration } from './checks/configuration.ts';
import { cspStripped } from './checks/csp-stripped.ts';
import { databaseUnreachable } from './checks/database-unreachable.ts';
import { forwardedForDropped } from './checks/forwarded-for-dropped.ts';
import { forwardedProtoDropped } from './checks/forwarded-proto-dropped.ts';
import { hstsStripped } from './checks/hsts-stripped.ts';
import { missingIndex } from './checks/missing-index.ts';
import { publicUrl } from './checks/public-url.ts';
import { reachable } from './checks/reachable.ts';
import { schemeMismatch } from './checks/scheme-mismatch.ts';
import { secretsDiffer } from './checks/secrets-differ.ts';
import { setCookieDropped } from './checks/set-cookie-dropped.ts';
import { trustProxy } from './checks/trust-proxy.ts';
import { weakSecret } from './checks/weak-secret.ts';

/** Every check, in the order in which faults are best cured. Add yours here and to docs/doctor.md. */
export const CHECKS: readonly Check[] = [
  // The variables at hand.
  weakSecret,
  configuration,
  // The address.
  reachable,
  publicUrl,
  schemeMismatch,
  // What proxies do to responses.
  setCookieDropped,
  hstsStripped,
  cspStripped,
  apiCached,
  // What proxies do to requests.
  forwardedProtoDropped,
  forwardedForDropped,
  trustProxy,
  // The servers among each other, and their database.
  secretsDiffer,
  clockSkew,
  databaseUnreachable,
  missingIndex,
];
