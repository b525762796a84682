import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import type { StoredPassword } from '../../lib/passwords.ts';
import { unchanged, type User } from '../../models/user.ts';

/**
 * Increments the version of a user's credentials and, in the same write, sets the hash of a new password if there is
 * one. From then on no sign-in that verified the old credentials gets a session; the caller must end existing ones.
 * Throws `wrong_password` when the credentials have changed since `user` was read: of two concurrent changes one wins.
 */
export async function changeCredentials(
  { deadline, models }: Pick<RequestDeps, 'deadline' | 'models'>,
  user: User,
  set: Partial<StoredPassword> = {},
): Promise<User> {
  const change = { $set: set, $inc: { credentialsVersion: 1 } };
  const changed = await deadline.run(() =>
    models.User.findOneAndUpdate(unchanged(user), change, { returnDocument: 'after' }),
  );
  if (changed === null) throw errors.wrongPassword();
  return changed;
}
