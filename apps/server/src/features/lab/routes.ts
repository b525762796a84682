import type { Router, RouterContext } from '@koa/router';
import { LAB_ENDPOINTS, LAB_EXTRA_AGE, labSessionRequest, labTamperRequest } from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import type { TokenCookie } from '../../http/cookies.ts';
import { refuseOtherSites } from '../../http/middleware/same-origin.ts';
import { requestDeps } from '../../http/request-deps.ts';
import { requireToken } from '../../http/require-token.ts';
import type { Ctx, State } from '../../http/state.ts';
import { readValid } from '../../http/validate.ts';
import type { LabPolicies } from '../../sessions/revocation/lab-policies.ts';
import { renewLabSession } from './renew.ts';
import { revokeLabSession } from './revoke.ts';
import { startLabSession } from './start.ts';
import { tamper } from './tamper.ts';
import { labVerdicts } from './verdicts.ts';

/** Mounts what the inspector may do with sessions made for it. No answer holds a token. */
export function labRoutes(
  router: Router<State>,
  deps: Deps,
  cookie: TokenCookie,
  policies: LabPolicies,
): void {
  const sessionBody = labSessionRequest(deps.lifetimes.ttl + LAB_EXTRA_AGE);

  /** Who calls. Each call counts. */
  const enter = async (ctx: Ctx) => {
    refuseOtherSites(ctx);
    const { claims } = requireToken(ctx);
    const request = requestDeps(deps, ctx);
    await deps.limits.labCall(claims._id, request.deadline);
    return { request, claims };
  };

  /** Who calls, and on which session. */
  const enterSession = async (ctx: RouterContext<State>) => {
    const { request, claims } = await enter(ctx);
    return { request, session: { userId: claims._id, sid: ctx.params['sid'] ?? '' } };
  };

  router.post(LAB_ENDPOINTS.sessions, async (ctx) => {
    const { request, claims } = await enter(ctx);
    const { ageSeconds = 0 } = await readValid(ctx, sessionBody);
    ctx.body = await startLabSession(request, claims, ageSeconds);
    ctx.state.event = 'lab_session_started';
    ctx.status = 201;
  });

  router.get(LAB_ENDPOINTS.sessionById, async (ctx) => {
    const { request, session } = await enterSession(ctx);
    ctx.body = await labVerdicts(request, policies, session);
  });

  router.post(LAB_ENDPOINTS.renewal, async (ctx) => {
    const { request, session } = await enterSession(ctx);
    ctx.body = await renewLabSession(request, session);
  });

  router.delete(LAB_ENDPOINTS.sessionById, async (ctx) => {
    const { request, session } = await enterSession(ctx);
    await revokeLabSession(request, session);
    ctx.state.event = 'session_ended';
    ctx.status = 204;
  });

  router.post(LAB_ENDPOINTS.tamper, async (ctx) => {
    const { claims } = await enter(ctx);
    const change = await readValid(ctx, labTamperRequest);
    ctx.body = tamper(deps, { token: cookie.read(ctx) ?? '', claims }, change);
  });
}
