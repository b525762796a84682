import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { endSessions } from '../../sessions/end.ts';
import { findLabSession } from './find.ts';

/** Ends a session in the lab, as any other session. Throws `not_found`, also for one that has ended already. */
export async function revokeLabSession(
  deps: RequestDeps,
  { userId, sid }: { userId: string; sid: string },
): Promise<void> {
  await findLabSession(deps, userId, sid);
  const endedCount = await endSessions(deps, { _id: sid, userId });
  if (endedCount === 0) throw errors.notFound();
}
