import { LAB_SESSIONS, type LabSessionResponse } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { endSessions } from '../../sessions/end.ts';
import { phaseOf } from '../../sessions/lifetime.ts';
import { openSession } from '../../sessions/start.ts';
import type { TokenClaims } from '../../tokens/claims.ts';
import { inLab } from './find.ts';

/** The name of the lab's sessions in the list of devices. */
const USER_AGENT = 'Lab';

/**
 * Starts a session of the user as a sign-in `ageSeconds` ago would have; its token stays here. The oldest sessions beyond
 * `LAB_SESSIONS` end. Throws `signed_out` when the user is gone or has just changed the password.
 */
export async function startLabSession(
  deps: RequestDeps,
  { _id }: TokenClaims,
  ageSeconds: number,
): Promise<LabSessionResponse> {
  const { clock, deadline, models } = deps;
  const user = await deadline.run(() => models.User.findById(_id));
  if (user === null) throw errors.signedOut();
  const until = new Date(clock.now() + LAB_SESSIONS.seconds * 1000);
  const then = { now: () => clock.now() - ageSeconds * 1000 };
  const claims = await openSession({ ...deps, clock: then }, user, {
    userAgent: USER_AGENT,
    lab: { username: user.username, until },
    expiresAt: until,
  });
  if (claims === undefined) throw errors.signedOut();
  await endSurplus(deps, claims);
  return { sid: claims.sid, claims, phase: phaseOf(deps, claims) };
}

/** Ends the user's oldest sessions in the lab in excess of `LAB_SESSIONS`, never `sid`; the lab forgets them. */
async function endSurplus(deps: RequestDeps, { _id: userId, sid }: TokenClaims): Promise<void> {
  const { clock, deadline, models } = deps;
  const surplus = await deadline.run(() =>
    models.Session.find({ ...inLab(clock, userId), _id: { $ne: sid } }, { _id: 1 })
      .sort({ 'lab.until': -1 })
      .skip(LAB_SESSIONS.max - 1)
      .lean(),
  );
  if (surplus.length === 0) return;
  const ids = { _id: { $in: surplus.map((session) => session._id) } };
  await endSessions(deps, ids);
  await deadline.run(() => models.Session.updateMany(ids, { $unset: { lab: 1 } }));
}
