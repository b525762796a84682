import type { Router } from '@koa/router';
import { deleteAccountRequest, ENDPOINTS, passwordRequest } from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import { clientAddress } from '../../http/client-address.ts';
import type { TokenCookie } from '../../http/cookies.ts';
import { requestDeps } from '../../http/request-deps.ts';
import { requireToken } from '../../http/require-token.ts';
import type { State } from '../../http/state.ts';
import { reportToken } from '../../http/token-outcome.ts';
import { readValid } from '../../http/validate.ts';
import { changePassword } from './change-password.ts';
import { deleteAccount } from './delete-account.ts';

/** Mounts what a user can do with their account; each route asks for the password again. */
export function accountRoutes(router: Router<State>, deps: Deps, cookie: TokenCookie): void {
  const passwordBody = passwordRequest(deps.passwordMinLength);
  router.put(ENDPOINTS.password, async (ctx) => {
    const { claims } = requireToken(ctx);
    const body = await readValid(ctx, passwordBody);
    const token = await changePassword(requestDeps(deps, ctx), claims, {
      ...body,
      userAgent: ctx.get('User-Agent'),
      client: clientAddress(ctx),
    });
    cookie.set(ctx, token);
    reportToken(ctx, 'renewed');
    ctx.state.event = 'password_changed';
    ctx.status = 204;
  });

  router.delete(ENDPOINTS.account, async (ctx) => {
    const { claims } = requireToken(ctx);
    const body = await readValid(ctx, deleteAccountRequest);
    await deleteAccount(requestDeps(deps, ctx), claims, { ...body, client: clientAddress(ctx) });
    cookie.clear(ctx);
    reportToken(ctx, 'cleared');
    ctx.state.event = 'account_deleted';
    ctx.status = 204;
  });
}
