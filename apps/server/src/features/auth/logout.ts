import type { RequestDeps } from '../../deps.ts';
import { endSessions } from '../../sessions/end.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/**
 * Ends the session, so that none of its tokens is accepted again, and those that the user has made in the lab. Does nothing
 * when signed out. `endedSid` names a session that is known to have been ended: it is ended again, since only that shows
 * whether a failover could still undo it (docs/decisions/0026).
 */
export async function logout(
  deps: RequestDeps,
  claims: TokenClaims | undefined,
  endedSid?: string,
): Promise<void> {
  if (endedSid !== undefined) await endSessions(deps, { _id: endedSid });
  if (claims === undefined) return;
  await endSessions(deps, { _id: claims.sid });
  if (deps.labPolicies !== undefined) await endSessions(deps, { userId: claims._id, lab: { $exists: true } });
}
