import type { Router } from '@koa/router';
import { ENDPOINTS } from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import type { TokenCookie } from '../../http/cookies.ts';
import { requestDeps } from '../../http/request-deps.ts';
import { requireToken } from '../../http/require-token.ts';
import type { State } from '../../http/state.ts';
import { reportToken } from '../../http/token-outcome.ts';
import { describeSession } from './describe.ts';
import { listSessions } from './list.ts';
import { revokeOtherSessions, revokeSession } from './revoke.ts';

/** Mounts what a user can see of their sessions and do with them. */
export function sessionRoutes(router: Router<State>, deps: Deps, cookie: TokenCookie): void {
  router.get(ENDPOINTS.session, async (ctx) => {
    ctx.body = await describeSession(requestDeps(deps, ctx), { ...requireToken(ctx), cookie: cookie.info });
  });

  router.get(ENDPOINTS.sessions, async (ctx) => {
    const { claims } = requireToken(ctx);
    ctx.body = await listSessions(requestDeps(deps, ctx), claims, readPage(ctx.query['page']));
  });

  router.delete(ENDPOINTS.sessions, async (ctx) => {
    const { claims } = requireToken(ctx);
    if (ctx.query['except'] !== 'current') {
      throw errors.invalidInput([{ path: 'except', code: 'required' }], 'Say ?except=current.');
    }
    await revokeOtherSessions(requestDeps(deps, ctx), claims);
    ctx.state.event = 'other_sessions_ended';
    ctx.status = 204;
  });

  router.delete(ENDPOINTS.sessionById, async (ctx) => {
    const { claims } = requireToken(ctx);
    const sid = ctx.params['sid'] ?? '';
    await revokeSession(requestDeps(deps, ctx), claims, sid);
    if (sid === claims.sid) {
      cookie.clear(ctx);
      reportToken(ctx, 'cleared');
    }
    ctx.state.event = 'session_ended';
    ctx.status = 204;
  });
}

/** A page number, from 1; 1 when none is given. Throws `invalid_input`. */
function readPage(given: string | string[] | undefined): number {
  if (given === undefined) return 1;
  if (typeof given === 'string' && /^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw errors.invalidInput([{ path: 'page', code: 'malformed' }], 'A page is a whole number from 1.');
}
