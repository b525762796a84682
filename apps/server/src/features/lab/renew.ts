import type { LabRenewalResponse } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { renewSession } from '../../sessions/renew.ts';
import { answerTo } from './answer.ts';
import { findLabSession } from './find.ts';

/**
 * Has this server treat the token of a session in the lab as it treats any that comes with a request: one that is due
 * is renewed, and the old one is left as a ghost. Throws `not_found`.
 */
export async function renewLabSession(
  deps: RequestDeps,
  { userId, sid }: { userId: string; sid: string },
): Promise<LabRenewalResponse> {
  const { deadline, models, revocation } = deps;
  const { claims, until } = await findLabSession(deps, userId, sid);
  const answer = await answerTo(deps, revocation, claims);
  if (answer.outcome !== 'renewed') return { outcome: answer.outcome, claims };
  if ((await renewSession(deps, answer.next)) === undefined) return { outcome: 'revoked', claims };
  // A renewal prolongs the session's stay in the list of devices, the lab does not.
  await deadline.run(() => models.Session.updateOne({ _id: sid }, { $set: { expiresAt: until } }));
  return { outcome: 'renewed', ghost: { exp: claims.exp }, claims: answer.next };
}
