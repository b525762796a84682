import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { endSessions } from '../../sessions/end.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

type RevokeDeps = Pick<RequestDeps, 'deadline' | 'models' | 'revocation'>;

/**
 * Ends one of the user's sessions. Throws `not_found` for one that is not alive or not theirs, without saying which.
 */
export async function revokeSession(deps: RevokeDeps, { _id }: TokenClaims, sid: string): Promise<void> {
  const endedCount = await endSessions(deps, { _id: sid, userId: _id });
  if (endedCount === 0) throw errors.notFound();
}

/** Ends every session of the user except the current one. */
export async function revokeOtherSessions(deps: RevokeDeps, { _id, sid }: TokenClaims): Promise<void> {
  await endSessions(deps, { _id: { $ne: sid }, userId: _id });
}
