import { DEVICES_PER_PAGE, type DeviceResponse } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import type { SessionFields } from '../../models/session.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/**
 * One page of the devices on which a user is signed in: first (on `page` 1) the current one, then the most recently
 * renewed. Throws `signed_out` when the current session is gone.
 */
export async function listSessions(
  { deadline, models, clock }: Pick<RequestDeps, 'deadline' | 'models' | 'clock'>,
  { _id, sid }: TokenClaims,
  page: number,
): Promise<DeviceResponse[]> {
  const alive = { userId: _id, revokedAt: { $exists: false }, expiresAt: { $gt: new Date(clock.now()) } };
  const current = await deadline.run(() => models.Session.findOne({ ...alive, _id: sid }).lean());
  if (current === null) throw errors.signedOut();
  // The current session takes the first place on the first page.
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
    ...(session.lab !== undefined && { lab: true as const }),
  };
}
