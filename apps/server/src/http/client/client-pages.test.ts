import { PAGES, PROBLEM_TYPE } from '@latchkey/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  PAGE,
  PAGE_DEPS,
  startClientSite,
  type ClientSite,
  type RawAnswer,
} from '../../../test/support/client-site.ts';
import { CLAIMS, NOW } from '../../../test/support/forged-tokens.ts';
import { clientPages } from './client-pages.ts';

let site: ClientSite;
beforeAll(async () => {
  site = await startClientSite();
});
afterAll(() => site.stop());
beforeEach(() => {
  site.visitor = {};
});

/** What `authenticate` finds out from a token with these claims. */
const holderOf = (claims: typeof CLAIMS) => ({
  user: { _id: claims._id, username: claims.username },
  token: { claims, kid: 'k' },
});

describe('the page', () => {
  const boot = ({ body }: RawAnswer): unknown =>
    JSON.parse(/<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(body)?.[1] ?? '"none"');

  test.each(Object.values(PAGES))('is the response for %s and is never stored', async (path) => {
    const answer = await site.send(path);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(answer.body).toBe(PAGE.replace('null', '{"user":null,"passwordMinLength":15}'));
  });

  test('is the same with a query or for a HEAD request', async () => {
    expect((await site.send('/login?next=/security')).status).toBe(200);
    const [get, head] = [await site.send('/login'), await site.send('/login', {}, 'HEAD')];
    expect(head.status).toBe(200);
    expect(head.body).toBe('');
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
  });

  test('says who is signed in and how long the token lives, and nothing else of it', async () => {
    site.visitor = holderOf(CLAIMS);
    expect(boot(await site.send('/'))).toStrictEqual({
      user: { _id: CLAIMS._id, username: '김철수' },
      token: { iat: NOW, exp: NOW + 604_800, renewAfter: NOW + 302_400, serverNow: NOW + 0.25 },
      passwordMinLength: 15,
    });
  });

  test('has the times of a token that lives for 20 seconds', async () => {
    const lifetimes = { ttl: 20, renewBelow: 10, sessionMaxAge: 60 };
    const brief = await startClientSite({ ...PAGE_DEPS, lifetimes });
    brief.visitor = holderOf({ ...CLAIMS, iat: NOW - 3, exp: NOW + 17 });
    const times = { iat: NOW - 3, exp: NOW + 17, renewAfter: NOW + 7, serverNow: NOW + 0.25 };
    expect(boot(await brief.send('/'))).toHaveProperty('token', times);
    brief.stop();
  });

  test('says nothing about a visitor who cannot be identified, so that the client asks by itself', async () => {
    site.visitor = { isIdentityUnknown: true };
    expect(boot(await site.send('/'))).toEqual({ passwordMinLength: 15 });
  });

  test('says who is signed in by a token that is not due for renewal, and nothing by one that is', async () => {
    const { renewBelow } = PAGE_DEPS.lifetimes;
    site.visitor = holderOf({ ...CLAIMS, exp: NOW + renewBelow });
    expect(boot(await site.send('/'))).toMatchObject({ user: site.visitor.user, token: { renewAfter: NOW } });
    site.visitor = holderOf({ ...CLAIMS, exp: NOW + renewBelow - 1 });
    expect(boot(await site.send('/'))).toStrictEqual({ passwordMinLength: 15 });
  });

  test.each([
    '</script><script>alert(1)</script>',
    '</ScRiPt ',
    '<!--<script>',
    '"}}</script>',
    "$& $' $` $1",
    '\u{2028}\u{2029}\\u003c',
  ])('no username ends its script or changes the page: %j', async (username) => {
    site.visitor = holderOf({ ...CLAIMS, username });
    const answer = await site.send('/');
    expect(answer.body.match(/<\/?script/gi)).toEqual(['<script', '</script']);
    expect(answer.body).not.toContain('<!--');
    expect(answer.body.endsWith('</script><p>end')).toBe(true);
    expect(boot(answer)).toHaveProperty('user', { _id: CLAIMS._id, username });
  });

  test.each([
    '/nothing',
    '/login/more',
    '/LOGIN',
    '//',
    '/index',
    '/constructor',
    '/__proto__',
    '/%00',
    '/%',
  ])('of an unknown path is a real 404: %s', async (path) => {
    const answer = await site.send(path);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  });

  test.each(['/api', '/api/', '/api/nothing', '/.well-known/nothing', '/.well-known', '/healthz', '/readyz'])(
    "is never the answer for the server's own paths: %s",
    async (path) => {
      expect((await site.send(path)).headers['content-type']).toContain(PROBLEM_TYPE);
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('is not the response to %s', async (method) => {
    for (const path of ['/login', '/assets/app-1a2b.js'])
      expect((await site.send(path, {}, method)).status).toBe(404);
  });
});

test('a page without a place for the boot state, or with two, prevents the start', () => {
  for (const page of ['<!doctype html>', PAGE + PAGE])
    expect(() => clientPages({ page, files: new Map() }, PAGE_DEPS)).toThrow('boot script');
});
