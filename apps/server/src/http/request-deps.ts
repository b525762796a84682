import type { Deps, RequestDeps } from '../deps.ts';
import { DbDeadline } from '../lib/db-deadline.ts';
import type { Ctx } from './state.ts';

/** The deps for the use cases of one request; all of them share its deadline. */
export function requestDeps(deps: Deps, ctx: Ctx): RequestDeps {
  return { ...deps, deadline: dbDeadline(ctx) };
}

/** A request's time budget for the database, created on first use. */
export function dbDeadline({ state }: Ctx): DbDeadline {
  state.dbDeadline ??= new DbDeadline();
  return state.dbDeadline;
}
