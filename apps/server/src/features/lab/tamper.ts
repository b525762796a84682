import type { LabTamperRequest, LabTamperResponse } from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { nowInSeconds } from '../../lib/clock.ts';
import { isSignedBy, withClaim } from '../../tokens/tamper.ts';
import { verifyToken } from '../../tokens/verify.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/**
 * Verifies a copy of the user's own token in which one claim has been changed and the signature has not. Throws
 * `invalid_input` when the claim says that already.
 */
export function tamper(
  { keyRing, clock }: Pick<Deps, 'keyRing' | 'clock'>,
  { token, claims }: { token: string; claims: TokenClaims },
  { claim, value }: LabTamperRequest,
): LabTamperResponse {
  if (claims[claim] === value)
    throw errors.invalidInput([{ path: 'value', code: 'malformed' }], 'The claim has this value already.');
  const copy = withClaim(token, claim, value);
  const result = verifyToken(keyRing, copy, nowInSeconds(clock));
  return {
    outcome: typeof result === 'string' ? result : 'verified',
    reason: isSignedBy(keyRing, copy) ? 'claims' : 'signature',
  };
}
