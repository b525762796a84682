import { createServer, type Server } from 'node:http';
import Koa from 'koa';
import { afterEach, describe, expect, test } from 'vitest';
import { listen } from '../../test/support/listen.ts';
import { createTokenCookie, type TokenCookie } from './cookies.ts';

const WEEK = 604_800;
const overHttp = createTokenCookie({ secure: false, maxAge: WEEK });
const overHttps = createTokenCookie({ secure: true, maxAge: WEEK });

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Has a Koa app do something with the cookie in one request. Returns its result and the `Set-Cookie` lines. */
async function visit<T>(cookie: string | undefined, act: (ctx: Koa.Context) => T) {
  let result: T | undefined;
  const app = new Koa();
  app.use((ctx) => {
    result = act(ctx);
    ctx.status = 204;
  });
  const server = createServer(app.callback());
  servers.push(server);
  const port = await listen(server);
  const headers = cookie === undefined ? {} : { Cookie: cookie };
  const response = await fetch(`http://127.0.0.1:${port}`, { headers });
  return { result, lines: response.headers.getSetCookie() };
}

const setBy = async (cookie: TokenCookie) =>
  (await visit(undefined, (ctx) => cookie.set(ctx, 'a.b.c'))).lines;
const clearedBy = async (cookie: TokenCookie) => (await visit(undefined, (ctx) => cookie.clear(ctx))).lines;
const readBy = async (cookie: TokenCookie, header?: string) =>
  (await visit(header, (ctx) => cookie.read(ctx))).result;

describe('the flags, exactly', () => {
  test('over http', async () => {
    expect(await setBy(overHttp)).toEqual([
      'access_token=a.b.c; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax',
    ]);
    expect(await clearedBy(overHttp)).toEqual(['access_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax']);
  });

  test('over https: __Host- and Secure, though the server itself gets plain http from its proxy', async () => {
    expect(await setBy(overHttps)).toEqual([
      '__Host-access_token=a.b.c; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax; Secure',
    ]);
    expect(await clearedBy(overHttps)).toEqual([
      '__Host-access_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure',
    ]);
  });

  test('are what the inspector shows', () => {
    const flags = { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: WEEK };
    expect(overHttp.info).toEqual({ name: 'access_token', secure: false, ...flags });
    expect(overHttps.info).toEqual({ name: '__Host-access_token', secure: true, ...flags });
  });

  test('never name a domain, so that no other host gets the token', async () => {
    for (const line of [...(await setBy(overHttp)), ...(await setBy(overHttps))])
      expect(line).not.toMatch(/domain/i);
  });

  test('other cookies of the same response stay', async () => {
    const { lines } = await visit(undefined, (ctx) => {
      ctx.set('Set-Cookie', 'other=1');
      overHttp.set(ctx, 'a.b.c');
    });
    expect(lines).toEqual(['other=1', expect.stringMatching(/^access_token=a\.b\.c;/)]);
  });
});

describe('reading', () => {
  test('finds the token among other cookies, or nothing', async () => {
    expect(await readBy(overHttp, 'a=1; access_token=a.b-_c; z=2')).toBe('a.b-_c');
    expect(await readBy(overHttps, '__Host-access_token=a.b.c')).toBe('a.b.c');
    expect(await readBy(overHttp)).toBeUndefined();
    expect(await readBy(overHttp, 'a=1')).toBeUndefined();
  });

  test('over https a cookie without the prefix, which another host of the domain may plant, is ignored', async () => {
    expect(await readBy(overHttps, 'access_token=planted')).toBeUndefined();
    expect(await readBy(overHttps, 'access_token=planted; __Host-access_token=own')).toBe('own');
  });

  test('over http a cookie with the prefix is ignored', async () => {
    expect(await readBy(overHttp, '__Host-access_token=other')).toBeUndefined();
  });

  test.each([
    'xaccess_token=x',
    'access_token.=x',
    'access_tokens=x',
    'ACCESS_TOKEN=x',
    'a="access_token=x"',
  ])('a name that is only alike is another cookie: %s', async (header) => {
    expect(await readBy(overHttp, header)).toBeUndefined();
  });
});
