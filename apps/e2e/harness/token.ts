import type { BrowserContext } from '@playwright/test';
import jwt from 'jsonwebtoken';

/** The cookie that carries the token over http. */
export const TOKEN_COOKIE = 'access_token';
export const DAY = 86_400;

/** The token in a browser's cookie jar; throws when there is none. */
export async function readToken(context: BrowserContext): Promise<string> {
  const cookie = (await context.cookies()).find(({ name }) => name === TOKEN_COOKIE);
  if (cookie === undefined) throw new Error(`there is no cookie ${TOKEN_COOKIE}`);
  return cookie.value;
}

/**
 * The same token as if it had been issued earlier, so that `secondsLeft` of its seven days are left (negative: it has
 * expired); signed with `secret`, or with a different one for a forgery.
 */
export function agedToken(token: string, secondsLeft: number, secret: string): string {
  const { kid, claims } = decode(token);
  const exp = Math.floor(Date.now() / 1000) + secondsLeft;
  return jwt.sign({ ...claims, iat: exp - 7 * DAY, exp }, secret, { algorithm: 'HS256', keyid: kid });
}

/** What a token says, unverified. */
export function decode(token: string): { kid: string; claims: jwt.JwtPayload } {
  const decoded = jwt.decode(token, { complete: true });
  if (decoded === null || typeof decoded.payload === 'string')
    throw new Error('this is no token with claims');
  return { kid: decoded.header.kid ?? '', claims: decoded.payload };
}

/** Replaces the token in a browser's cookie jar. */
export async function writeToken(context: BrowserContext, token: string): Promise<void> {
  const old = (await context.cookies()).find(({ name }) => name === TOKEN_COOKIE);
  if (old === undefined) throw new Error(`there is no cookie ${TOKEN_COOKIE}`);
  await context.addCookies([{ ...old, value: token }]);
}
