import type { LabVerdict, TokenOutcome } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { nowInSeconds } from '../../lib/clock.ts';
import { isDue } from '../../sessions/lifetime.ts';
import { findRenewable } from '../../sessions/renew.ts';
import type { RevocationPolicy } from '../../sessions/revocation/policy.ts';
import type { TokenClaims } from '../../tokens/claims.ts';
import { signToken } from '../../tokens/sign.ts';
import { verifyToken } from '../../tokens/verify.ts';

/** What a request with a token would come to, and with `renewed` what the new token would say. */
export type LabAnswer =
  | { outcome: Exclude<TokenOutcome, 'renewed'> }
  | { outcome: 'renewed'; next: TokenClaims };

/**
 * Finds out what a server that runs `policy` would answer to a request with the token of these claims, by what every
 * request goes through: verification, the policy and, for a token that is due, the look-up of a renewal.
 */
export async function answerTo(
  deps: RequestDeps,
  policy: RevocationPolicy,
  claims: TokenClaims,
): Promise<LabAnswer> {
  const { keyRing, clock, deadline } = deps;
  const result = verifyToken(keyRing, signToken(keyRing, claims), nowInSeconds(clock));
  if (typeof result === 'string') return { outcome: result };
  const status = await policy.status(result.claims, () => deadline);
  if (status === 'revoked') return { outcome: 'revoked' };
  if (!isDue(deps, result.claims)) return { outcome: 'verified' };
  const next = await findRenewable(deps, result.claims);
  if (next === 'dead') return { outcome: 'revoked' };
  return next === 'at_limit' ? { outcome: 'verified' } : { outcome: 'renewed', next };
}

/** An answer as somebody sees it who only wants to get in. */
export function verdictOf({ outcome }: LabAnswer): LabVerdict {
  if (outcome === 'renewed') return 'renewed';
  return outcome === 'verified' ? 'accepted' : 'rejected';
}
