import type { Deps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import type { User } from '../../models/user.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/**
 * The user of a token, once they have shown their password again. Throws `wrong_password`, `rate_limited`, and
 * `signed_out` when the user is gone.
 */
export async function confirmPassword(
  { models, passwords, limits }: Pick<Deps, 'models' | 'passwords' | 'limits'>,
  { _id }: TokenClaims,
  password: string,
): Promise<User> {
  const attempt = await limits.confirm(_id);
  const user = await models.User.findById(_id);
  if (user === null) throw errors.signedOut();
  const isValid = await attempt.check(async () => user.checkPassword(passwords, password));
  if (!isValid) throw errors.wrongPassword();
  return user;
}
