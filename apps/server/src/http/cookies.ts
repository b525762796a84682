import type { CookieInfo } from '@latchkey/shared';
import type { Context } from 'koa';

/** Reads, sets and clears the cookie that carries the token. */
export type TokenCookie = {
  read(ctx: Context): string | undefined;
  set(ctx: Context, token: string): void;
  clear(ctx: Context): void;
  /** Its name and flags, for the inspector. */
  info: CookieInfo;
};

/**
 * The only place that knows the cookie's flags. Over https it is `Secure` and has the prefix `__Host-`, so that no
 * other host of the domain can plant one; a cookie without the prefix is not read (RFC 6265bis, 4.1.3;
 * OWASP ASVS 5.0, 3.3.1). `maxAge` in seconds.
 */
export function createTokenCookie({ secure, maxAge }: { secure: boolean; maxAge: number }): TokenCookie {
  const name = secure ? '__Host-access_token' : 'access_token';
  const flags = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  // Written by hand: Koa refuses `secure` when it sees plain http, as behind a proxy that does not say otherwise.
  const write = (ctx: Context, value: string, seconds: number): void => {
    ctx.res.appendHeader('Set-Cookie', `${name}=${value}; Max-Age=${seconds}; ${flags}`);
  };
  const pattern = new RegExp(`(?:^|; *)${name}=([^;]*)`);
  return {
    read: (ctx) => pattern.exec(ctx.req.headers.cookie ?? '')?.[1],
    set: (ctx, token) => write(ctx, token, maxAge),
    clear: (ctx) => write(ctx, '', 0),
    info: { name, httpOnly: true, secure, sameSite: 'Lax', path: '/', maxAge },
  };
}
