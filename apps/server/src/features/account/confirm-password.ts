import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import type { User } from '../../models/user.ts';
import { endStaleSessions } from '../../sessions/end.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/**
 * Returns the user of a token, once they have entered their password again; `client` is whom limits count. Throws
 * `wrong_password`, `rate_limited`, and `signed_out` when the user is gone.
 */
export async function confirmPassword(
  deps: RequestDeps,
  { _id }: TokenClaims,
  { password, client }: { password: string; client: string },
): Promise<User> {
  const { deadline, models, passwords, limits } = deps;
  const confirmed = await limits.confirm({ client, userId: _id }, deadline, async () => {
    const user = await deadline.run(() => models.User.findById(_id));
    if (user === null) {
      await endStaleSessions(deps, _id, null);
      throw errors.signedOut();
    }
    const isValid = await user.checkPassword(passwords, password);
    return isValid ? user : null;
  });
  if (confirmed === null) throw errors.wrongPassword();
  return confirmed;
}
