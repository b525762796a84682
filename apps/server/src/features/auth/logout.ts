import type { RequestDeps } from '../../deps.ts';
import { endSessions } from '../../sessions/end.ts';

/** Ends the session, so that none of its tokens is accepted again. Does nothing when signed out. */
export async function logout(deps: RequestDeps, sid: string | undefined): Promise<void> {
  if (sid !== undefined) await endSessions(deps, { _id: sid });
}
