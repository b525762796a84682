import type { CheckResponse } from '@latchkey/shared';
import { errors } from '../../errors.ts';

/** Returns the user that the token names. Throws `signed_out` when no token was accepted. */
export function check(user: CheckResponse | undefined): CheckResponse {
  if (user === undefined) throw errors.signedOut();
  return user;
}
