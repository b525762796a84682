import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { LANGUAGES, PAGES, PRERENDERED_PAGES, PROBLEM_TYPE } from '@latchkey/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  PAGE,
  PAGE_DEPS,
  prerendered,
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
    const answer = await site.send(`${path}?any=query`);
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

describe('a prerendered page', () => {
  /** The one for nobody, as it is sent: with the boot state, and this server's minimum in place of the unknown one. */
  const filledIn = (path: string, language: string): string =>
    prerendered(path, language)
      .replace('null', '{"user":null,"passwordMinLength":15}')
      .replace(/: \d+/, ': 15');
  const asked = (languages: string) => ({ 'Accept-Language': languages });

  test.each(PRERENDERED_PAGES.flatMap((path) => LANGUAGES.map((language) => [path, language] as const)))(
    'is the response for %s in the language %s when nobody is signed in',
    async (path, language) => {
      const answer = await site.send(path, asked(language));
      expect(answer).toMatchObject({ status: 200, body: filledIn(path, language) });
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        vary: 'Accept-Language, Accept-Encoding',
      });
    },
  );

  test.each([
    ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
    ['en-US,en;q=0.9,ko;q=0.8', 'en'],
    ['en;q=0.5, KO-kr;q=0.7', 'ko'],
    ['fr, ko;q=0.1', 'ko'],
    ['ko;q=0, fr', 'en'],
    ['kok', 'en'],
    ['*', 'en'],
    ['', 'en'],
    ['no,;language==', 'en'],
  ])('is in the language that the browser asks for first: "%s"', async (languages, language) => {
    expect((await site.send('/login', asked(languages))).body).toBe(filledIn('/login', language));
  });

  test('is in English for who asks for no language, and the same for a HEAD request', async () => {
    const [get, head] = [await site.send('/login'), await site.send('/login', {}, 'HEAD')];
    expect(get.body).toBe(filledIn('/login', 'en'));
    expect(head.headers).toMatchObject({
      'content-length': get.headers['content-length'],
      vary: 'Accept-Language, Accept-Encoding',
    });
  });

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('is sent as %s to who accepts that', async (encoding, decompress) => {
    const compressed = await site.send('/login', { 'Accept-Encoding': encoding });
    expect(compressed.headers['content-encoding']).toBe(encoding);
    expect(String(decompress(compressed.bytes))).toBe(filledIn('/login', 'en'));
  });

  test('may have its own style sheet in it, and no other, nor any script', async () => {
    const { headers, body } = await site.send('/login');
    const style = /<style>(.*)<\/style>/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = String(headers['content-security-policy']).split('; ');
    expect(style).not.toBe('');
    expect(policy.filter((directive) => directive.includes('sha256'))).toEqual([
      `style-src 'self' 'sha256-${hash}'`,
    ]);
    expect(policy).toContain("script-src 'self'");
    expect((await site.send('/')).headers['content-security-policy']).toBeUndefined();
  });

  const dueSoon = { ...CLAIMS, exp: NOW + 1 };
  test.each([
    ['somebody who is signed in', '/login', holderOf(CLAIMS)],
    ['somebody whose token is due for renewal', '/login', holderOf(dueSoon)],
    ['a visitor who cannot be identified', '/register', { isIdentityUnknown: true }],
    ['another page', '/', {}],
    ['a query, which the page would have to pass on', '/login?next=/security', {}],
    ['an unknown page', '/LOGIN', {}],
  ])('is not for %s', async (_, path, visitor) => {
    site.visitor = visitor;
    const answer = await site.send(path, asked('ko'));
    expect(answer.body.startsWith(PAGE.slice(0, 30))).toBe(true);
    expect(answer.headers).not.toHaveProperty('vary');
  });
});

test('a page without a place for the boot state, or with two, prevents the start', () => {
  for (const page of ['<!doctype html>', PAGE + PAGE]) {
    const build = { page: PAGE, prerendered: new Map(), files: new Map() };
    expect(() => clientPages({ ...build, page }, PAGE_DEPS)).toThrow('boot script');
    expect(() => clientPages({ ...build, prerendered: new Map([['x', page]]) }, PAGE_DEPS)).toThrow(
      'boot script',
    );
  }
});
