import { errors } from '../errors.ts';
import type { Ctx, State } from './state.ts';

/** Returns the token that the request carries. Throws `signed_out` when none was accepted. */
export function requireToken(ctx: Ctx): NonNullable<State['token']> {
  const { token } = ctx.state;
  if (token === undefined) throw errors.signedOut();
  return token;
}
