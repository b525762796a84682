import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import type { User } from '../../models/user.ts';
import { endStaleSessions } from '../../sessions/end.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/**
 * The user of a token, once they have shown their password again. Throws `wrong_password`, `rate_limited`, and
 * `signed_out` when the user is gone.
 */
export async function confirmPassword(
  deps: RequestDeps,
  { _id }: TokenClaims,
  password: string,
): Promise<User> {
  const { deadline, models, passwords, limits } = deps;
  const attempt = await limits.confirm(_id, deadline);
  const user = await deadline.run(() => models.User.findById(_id));
  if (user === null) {
    await endStaleSessions(deps, _id, null);
    throw errors.signedOut();
  }
  const isValid = await attempt.check(async () => user.checkPassword(passwords, password));
  if (!isValid) throw errors.wrongPassword();
  return user;
}
