import { usernameKey, type AuthResponse, type LoginRequest } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { endSessions, endStaleSessions } from '../../sessions/end.ts';
import { startSession } from '../../sessions/start.ts';
import { rehash } from './rehash.ts';
import type { ClientInfo } from './client-info.ts';

/**
 * Signs a user in. Throws `bad_credentials` for an unknown user and for a wrong password alike, after the time of one
 * hash in both cases (OWASP ASVS 5.0, 6.3.8), and for a password that was changed in the meantime. The browser's
 * previous session, if any, ends (ASVS 7.2.4).
 */
export async function login(
  deps: RequestDeps,
  { username, password, userAgent, client, currentSid }: LoginRequest & ClientInfo,
): Promise<{ user: AuthResponse; token: string }> {
  const { deadline, models, passwords, limits } = deps;
  const attempt = { client, account: usernameKey(username), password };
  const user = await limits.signIn(attempt, deadline, async () => {
    const found = await deadline.run(() => models.User.findByUsername(username));
    const isValid =
      found === null
        ? await passwords.verify(password, null)
        : await found.checkPassword(passwords, password);
    return isValid ? found : null;
  });
  if (user === null) throw errors.badCredentials();

  await rehash(deps, user, password);
  const token = await startSession(deps, user, userAgent);
  if (token === undefined) throw errors.badCredentials();
  await endStaleSessions(deps, user.id, user);
  if (currentSid !== undefined) await endSessions(deps, { _id: currentSid });
  return { user: user.serialize(), token };
}
