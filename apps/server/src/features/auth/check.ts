import type { CheckResponse } from '@latchkey/shared';
import { errors } from '../../errors.ts';

/** Who the token says is asking. Throws `signed_out` without one that was accepted. */
export function check(user: CheckResponse | undefined): CheckResponse {
  if (user === undefined) throw errors.signedOut();
  return user;
}
