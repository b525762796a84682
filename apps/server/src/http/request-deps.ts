import type { Deps, RequestDeps } from '../deps.ts';
import { DbDeadline } from '../lib/db-deadline.ts';
import type { Ctx } from './state.ts';

/** What the use cases of one request are handed; all of them share its deadline. */
export function requestDeps(deps: Deps, ctx: Ctx): RequestDeps {
  return { ...deps, deadline: dbDeadline(ctx) };
}

/** The time that a request has for the database, from whoever asks first. */
export function dbDeadline({ state }: Ctx): DbDeadline {
  state.dbDeadline ??= new DbDeadline();
  return state.dbDeadline;
}
