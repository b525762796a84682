import { isMostlyUsername, type PasswordRequest } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { guessableError } from '../../lib/guessable-passwords.ts';
import { endStaleSessions } from '../../sessions/end.ts';
import { startSession } from '../../sessions/start.ts';
import type { TokenClaims } from '../../tokens/claims.ts';
import { changeCredentials } from './change-credentials.ts';
import { confirmPassword } from './confirm-password.ts';

/**
 * Changes the password and ends every session of the user, including this device's: it continues in a new session whose
 * token is returned, so that a stolen copy of the old token dies too (OWASP ASVS 5.0, 7.2.4 and 7.4.3). Throws what
 * `confirmPassword` and `changeCredentials` throw, `invalid_input` for a new password that is too easy to guess, and
 * `signed_out` when another change has already followed this one.
 */
export async function changePassword(
  deps: RequestDeps,
  claims: TokenClaims,
  {
    currentPassword,
    newPassword,
    userAgent,
    client,
  }: PasswordRequest & { userAgent: string; client: string },
): Promise<string> {
  const { deadline, models, passwords } = deps;
  if (isMostlyUsername(newPassword, claims.username)) {
    throw errors.invalidInput([{ path: 'newPassword', code: 'contains_username' }]);
  }
  const code = await guessableError(newPassword, claims.username);
  if (code !== null) throw errors.invalidInput([{ path: 'newPassword', code }]);
  const user = await confirmPassword(deps, claims, { password: currentPassword, client });
  const stored = await passwords.hash(newPassword);
  const changed = await changeCredentials(deps, user, stored);
  const replaced = await deadline.run(() => models.Session.findById(claims.sid).lean());
  const token = await startSession(deps, changed, userAgent, replaced ?? undefined);
  await endStaleSessions(deps, claims._id, changed);
  if (token === undefined) throw errors.signedOut();
  return token;
}
