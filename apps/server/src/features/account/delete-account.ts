import type { Deps } from '../../deps.ts';
import { endSessions } from '../../sessions/end.ts';
import type { TokenClaims } from '../../tokens/claims.ts';
import { confirmPassword } from './confirm-password.ts';

/** Deletes the user; every token of theirs is dead from then on. Throws what `confirmPassword` throws. */
export async function deleteAccount(deps: Deps, claims: TokenClaims, password: string): Promise<void> {
  const user = await confirmPassword(deps, claims, password);
  // Sessions first: should the rest fail, the user can sign in and try again. Once more afterwards, for a sign-in that
  // came between.
  await endSessions(deps, { userId: claims._id });
  await deps.models.User.deleteOne({ _id: user._id });
  await endSessions(deps, { userId: claims._id });
}
