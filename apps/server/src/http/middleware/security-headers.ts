import type { Middleware } from '../state.ts';

/** What pages may do: run and show what comes from this origin, and nothing else (OWASP ASVS 5.0, 3.4.3). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS: [string, string][] = [
  ['Content-Security-Policy', CONTENT_SECURITY_POLICY],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
];

/** Two years, in seconds (ASVS 3.4.1 asks for one at least). */
const HSTS_MAX_AGE = 63_072_000;

/** `secure`: the public address is https. `hstsSubdomains`: its subdomains are https-only as well (RFC 6797, 6.1.2). */
export type SecurityHeadersOptions = { secure: boolean; hstsSubdomains: boolean };

/** The fixed headers of every answer, errors and API included; HSTS where the public address is https. */
export function fixedHeaders({ secure, hstsSubdomains }: SecurityHeadersOptions): [string, string][] {
  const hsts = `max-age=${HSTS_MAX_AGE}${hstsSubdomains ? '; includeSubDomains' : ''}`;
  return secure ? [...HEADERS, ['Strict-Transport-Security', hsts]] : HEADERS;
}

/** Sets the fixed headers. */
export function securityHeaders(options: SecurityHeadersOptions): Middleware {
  const headers = fixedHeaders(options);
  return function securityHeadersMiddleware(ctx, next) {
    for (const [name, value] of headers) ctx.res.setHeader(name, value);
    return next();
  };
}
