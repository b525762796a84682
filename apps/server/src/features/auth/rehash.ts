import type { RequestDeps } from '../../deps.ts';
import { PasswordsBusyError } from '../../lib/passwords.ts';
import type { User } from '../../models/user.ts';

/**
 * Rehashes a password that was just verified if its hash does not have the current cost or pepper, unless it has been
 * changed in the meantime. A server that is too busy leaves it for the next sign-in: the password was right.
 */
export async function rehash(
  { deadline, models, passwords }: Pick<RequestDeps, 'deadline' | 'models' | 'passwords'>,
  user: User,
  password: string,
): Promise<void> {
  if (!passwords.needsRehash(user)) return;
  try {
    const stored = await passwords.hash(password);
    const verified = { _id: user._id, passwordHash: user.passwordHash };
    await deadline.run(() => models.User.updateOne(verified, { $set: stored }));
  } catch (error) {
    if (!(error instanceof PasswordsBusyError)) throw error;
  }
}
