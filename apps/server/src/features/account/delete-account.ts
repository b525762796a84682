import type { DeleteAccountRequest } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { unchanged } from '../../models/user.ts';
import { endStaleSessions } from '../../sessions/end.ts';
import type { TokenClaims } from '../../tokens/claims.ts';
import { changeCredentials } from './change-credentials.ts';
import { confirmPassword } from './confirm-password.ts';

/**
 * Deletes the user; all their tokens are dead from then on. Throws what `confirmPassword` throws, and
 * `wrong_password` when the password has changed in the meantime.
 */
export async function deleteAccount(
  deps: RequestDeps,
  claims: TokenClaims,
  input: DeleteAccountRequest & { client: string },
): Promise<void> {
  const { deadline, models } = deps;
  const user = await changeCredentials(deps, await confirmPassword(deps, claims, input));
  // Sessions before the user: should the rest fail, the user can sign in and try again. And once more afterwards, for a
  // sign-in that started and finished in between.
  await endStaleSessions(deps, claims._id, user);
  const { deletedCount } = await deadline.run(() => models.User.deleteOne(unchanged(user)));
  if (deletedCount === 0) throw errors.wrongPassword();
  await endStaleSessions(deps, claims._id, null);
}
