import type { DeviceResponse } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/** The devices on which a user is signed in: the asking one first, then those most lately renewed. */
export async function listSessions(
  { deadline, models, clock }: Pick<RequestDeps, 'deadline' | 'models' | 'clock'>,
  { _id, sid }: TokenClaims,
): Promise<DeviceResponse[]> {
  const alive = { userId: _id, revokedAt: { $exists: false }, expiresAt: { $gt: new Date(clock.now()) } };
  const sessions = await deadline.run(() => models.Session.find(alive).sort({ renewedAt: -1 }).lean());
  const devices = sessions.map((session) => ({
    sid: session._id,
    current: session._id === sid,
    createdAt: session.createdAt.toISOString(),
    renewedAt: session.renewedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    userAgent: session.userAgent,
  }));
  return devices.toSorted((a, b) => Number(b.current) - Number(a.current));
}
