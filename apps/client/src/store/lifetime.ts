import type { RootState } from './make-store.ts';

/**
 * When the token was issued, in milliseconds since the epoch by this device's clock, as far as this page has seen it:
 * with the answer to a login, or to a check that renewed the token. `null` after a reload: the cookie says nothing.
 */
export function selectIssuedAt({ auth, user }: RootState): number | null {
  if (user.status !== 'signedIn') return null;
  if (user.token === 'renewed') return user.receivedAt;
  return auth.response === null ? null : auth.receivedAt;
}
