import { DEVICES_PER_PAGE, type DeviceResponse } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import type { SessionFields } from '../../models/session.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/**
 * The devices on which a user is signed in, a page of them: on the first (`page` 1) the asking one, then those most lately
 * renewed. Throws `signed_out` when the asking session is gone.
 */
export async function listSessions(
  { deadline, models, clock }: Pick<RequestDeps, 'deadline' | 'models' | 'clock'>,
  { _id, sid }: TokenClaims,
  page: number,
): Promise<DeviceResponse[]> {
  const alive = { userId: _id, revokedAt: { $exists: false }, expiresAt: { $gt: new Date(clock.now()) } };
  const current = await deadline.run(() => models.Session.findOne({ ...alive, _id: sid }).lean());
  if (current === null) throw errors.signedOut();
  // The asking one takes the first place of the first page.
  const [skip, limit] =
    page === 1 ? [0, DEVICES_PER_PAGE - 1] : [(page - 1) * DEVICES_PER_PAGE - 1, DEVICES_PER_PAGE];
  const others = await deadline.run(() =>
    models.Session.find({ ...alive, _id: { $ne: sid } })
      .sort({ renewedAt: -1, _id: 1 })
      .skip(skip)
      .limit(limit)
      .lean(),
  );
  return (page === 1 ? [current, ...others] : others).map((session) => toDevice(session, sid));
}

function toDevice(session: SessionFields, currentSid: string): DeviceResponse {
  return {
    sid: session._id,
    current: session._id === currentSid,
    createdAt: session.createdAt.toISOString(),
    renewedAt: session.renewedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    userAgent: session.userAgent,
  };
}
