import type { AuthResponse, RegisterRequest } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { isDuplicateKey } from '../../lib/db.ts';
import { guessableError } from '../../lib/guessable-passwords.ts';
import { newUser } from '../../models/user.ts';
import { endSessions } from '../../sessions/end.ts';
import { startSession } from '../../sessions/start.ts';
import type { ClientInfo } from './client-info.ts';

/**
 * Registers a user and signs them in; the browser's previous session, if any, ends. Throws `username_taken`; of several
 * concurrent registrations of one name the unique index lets one through (OWASP ASVS 5.0, 15.4.2). Throws `signed_out`
 * when the new account was changed or deleted before its first session began.
 */
export async function register(
  deps: RequestDeps,
  { username, password, userAgent, client, currentSid }: RegisterRequest & ClientInfo,
): Promise<{ user: AuthResponse; token: string }> {
  const { deadline, models, passwords, limits } = deps;
  await limits.register(client, deadline);
  const code = await guessableError(password, username);
  if (code !== null) throw errors.invalidInput([{ path: 'password', code }]);
  // Before the costly hash; the index has the last word.
  if ((await deadline.run(() => models.User.findByUsername(username))) !== null) throw errors.usernameTaken();
  const stored = await passwords.hash(password);
  try {
    const user = await deadline.run(() => models.User.create(newUser(username, stored)));
    const token = await startSession(deps, user, userAgent);
    if (token === undefined) throw errors.signedOut();
    if (currentSid !== undefined) await endSessions(deps, { _id: currentSid });
    return { user: user.serialize(), token };
  } catch (error) {
    throw isDuplicateKey(error) ? errors.usernameTaken() : error;
  }
}
