import type { Router } from '@koa/router';
import { ENDPOINTS, loginRequest, registerRequest } from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import { clientAddress } from '../../http/client-address.ts';
import type { TokenCookie } from '../../http/cookies.ts';
import { sendJson } from '../../http/send-json.ts';
import { requestDeps } from '../../http/request-deps.ts';
import type { Ctx, State } from '../../http/state.ts';
import { reportToken } from '../../http/token-outcome.ts';
import { readValid } from '../../http/validate.ts';
import { check } from './check.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { register } from './register.ts';
import type { ClientInfo } from './client-info.ts';

/** Mounts sign-up, sign-in, the check and sign-out. */
export function authRoutes(router: Router<State>, deps: Deps, cookie: TokenCookie): void {
  const registerBody = registerRequest(deps.passwordMinLength);
  router.post(ENDPOINTS.register, async (ctx) => {
    const body = await readValid(ctx, registerBody);
    ctx.state.attempted = body.username;
    const { user, token } = await register(requestDeps(deps, ctx), { ...body, ...clientInfoOf(ctx) });
    cookie.set(ctx, token);
    ctx.state.event = 'signed_up';
    ctx.state.userId = user._id;
    ctx.status = 201;
    ctx.body = user;
  });

  router.post(ENDPOINTS.login, async (ctx) => {
    const body = await readValid(ctx, loginRequest);
    ctx.state.attempted = body.username;
    const { user, token } = await login(requestDeps(deps, ctx), { ...body, ...clientInfoOf(ctx) });
    cookie.set(ctx, token);
    ctx.state.event = 'signed_in';
    ctx.state.userId = user._id;
    ctx.body = user;
  });

  router.get(ENDPOINTS.check, (ctx) => {
    sendJson(ctx, check(ctx.state.user));
  });

  router.post(ENDPOINTS.logout, async (ctx) => {
    const { token, endedSid } = ctx.state;
    await logout(requestDeps(deps, ctx), token?.claims, endedSid);
    cookie.clear(ctx);
    if (ctx.state.tokenOutcome !== undefined) reportToken(ctx, 'cleared');
    ctx.state.event = 'signed_out';
    ctx.status = 204;
  });
}

function clientInfoOf(ctx: Ctx): ClientInfo {
  return {
    userAgent: ctx.get('User-Agent'),
    client: clientAddress(ctx),
    currentSid: ctx.state.token?.claims.sid,
  };
}
