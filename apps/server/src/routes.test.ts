import { Router } from '@koa/router';
import { describe, expect, test } from 'vitest';
import type { Ctx, State } from './http/state.ts';
import { fixedPaths } from './routes.ts';

/** What answers a request: the lookup itself, or whatever comes after it. */
async function answererOf(router: Router<State>, method: string, path: string): Promise<unknown> {
  const ctx = { request: { method, path }, body: undefined } as Ctx;
  await fixedPaths(router)(ctx, async () => void (ctx.body = 'router'));
  return ctx.body;
}

const answer = (text: string) => (ctx: { body: unknown }) => void (ctx.body = text);

describe('a path is looked up only where the router would do nothing else', () => {
  test('for the only route of a path without parameters, including HEAD', async () => {
    const router = new Router<State>().get('/fixed', answer('route'));
    expect(await answererOf(router, 'GET', '/fixed')).toBe('route');
    expect(await answererOf(router, 'HEAD', '/fixed')).toBe('route');
    expect(await answererOf(router, 'POST', '/fixed')).toBe('router');
  });

  test.each<[string, (router: Router<State>) => void]>([
    ['a middleware that guards the routes', (router) => void router.use(answer('guard'))],
    ['an earlier route with a parameter', (router) => void router.get('/:name', answer('parameter'))],
    ['an earlier route of the same path', (router) => void router.get('/fixed', answer('earlier'))],
  ])('%s is not bypassed', async (_, prepare) => {
    const router = new Router<State>();
    prepare(router);
    router.get('/fixed', answer('route'));
    expect(await answererOf(router, 'GET', '/fixed')).toBe('router');
  });

  test('a route with several handlers is left to the router', async () => {
    const router = new Router<State>().get('/fixed', async (_, next) => next(), answer('route'));
    expect(await answererOf(router, 'GET', '/fixed')).toBe('router');
  });
});
