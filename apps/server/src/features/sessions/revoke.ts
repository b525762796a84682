import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { endSessions } from '../../sessions/end.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

type RevokeDeps = Pick<RequestDeps, 'deadline' | 'models' | 'revocation'>;

/** Ends one session of the user's. Throws `not_found` for one that is not alive or not theirs, without telling which. */
export async function revokeSession(deps: RevokeDeps, { _id }: TokenClaims, sid: string): Promise<void> {
  const ended = await endSessions(deps, { _id: sid, userId: _id });
  if (ended === 0) throw errors.notFound();
}

/** Ends every session of the user's but the asking one. */
export async function revokeOtherSessions(deps: RevokeDeps, { _id, sid }: TokenClaims): Promise<void> {
  await endSessions(deps, { _id: { $ne: sid }, userId: _id });
}
