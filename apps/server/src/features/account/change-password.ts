import { isHardlyMoreThanName, type PasswordRequest } from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { isCommonPassword } from '../../lib/common-passwords.ts';
import { endSessions } from '../../sessions/end.ts';
import { startSession } from '../../sessions/start.ts';
import type { TokenClaims } from '../../tokens/claims.ts';
import { confirmPassword } from './confirm-password.ts';

/**
 * Changes the password and ends every session of the user's, also on this device: it goes on in a new one with a new
 * token, which is returned, so that a stolen copy of the old token dies too (OWASP ASVS 5.0, 7.2.4 and 7.4.3). Throws
 * what `confirmPassword` throws, and `invalid_input` for a new password that is too easy to guess.
 */
export async function changePassword(
  deps: Deps,
  claims: TokenClaims,
  { currentPassword, newPassword, userAgent }: PasswordRequest & { userAgent: string },
): Promise<string> {
  const { models, passwords } = deps;
  if (isHardlyMoreThanName(newPassword, claims.username)) {
    throw errors.invalidInput([{ path: 'newPassword', code: 'contains_username' }]);
  }
  if (isCommonPassword(newPassword)) throw errors.invalidInput([{ path: 'newPassword', code: 'too_common' }]);
  const user = await confirmPassword(deps, claims, currentPassword);
  await models.User.updateOne(
    { _id: user._id },
    { $set: { passwordHash: await passwords.hash(newPassword) } },
  );
  const replaced = await models.Session.findById(claims.sid).lean();
  const { sid, token } = await startSession(deps, user, userAgent, replaced ?? undefined);
  await endSessions(deps, { userId: claims._id, _id: { $ne: sid } });
  return token;
}
