import { isApiPath } from '../api-path.ts';
import type { Step } from '../state.ts';

/** What pages may do: load and run content from this origin, and nothing else (OWASP ASVS 5.0, 3.4.3). */
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

/** For every response. */
const EVERY_ANSWER: Header[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
];

/** For pages, files and anything else that a browser may show as a document. */
const DOCUMENTS: Header[] = [
  ['Content-Security-Policy', CONTENT_SECURITY_POLICY],
  ...EVERY_ANSWER,
  ['X-Frame-Options', 'DENY'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
];

/**
 * For responses of the API: they are not documents, so all they need is what keeps a browser from treating them as one
 * (docs/decisions/0015). No browser and no proxy stores them (OWASP ASVS 5.0, 14.3.2).
 */
const API: Header[] = [
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ...EVERY_ANSWER,
  ['Cache-Control', 'no-store'],
];

/** Two years, in seconds (ASVS 3.4.1 asks for at least one). */
const HSTS_MAX_AGE = 63_072_000;

type Header = [name: string, value: string];

/** `secure`: the public address is https. `hstsSubdomains`: its subdomains are https-only as well (RFC 6797, 6.1.2). */
export type SecurityHeadersOptions = { secure: boolean; hstsSubdomains: boolean };

/** The fixed headers of the API's responses and of all others, errors included; HSTS when the public address is https. */
export function fixedHeaders({ secure, hstsSubdomains }: SecurityHeadersOptions): {
  api: readonly Header[];
  documents: readonly Header[];
} {
  const hsts = `max-age=${HSTS_MAX_AGE}${hstsSubdomains ? '; includeSubDomains' : ''}`;
  const overHttps: Header[] = secure ? [['Strict-Transport-Security', hsts]] : [];
  return { api: [...API, ...overHttps], documents: [...DOCUMENTS, ...overHttps] };
}

/** Sets the fixed headers. */
export function securityHeaders(options: SecurityHeadersOptions): Step {
  const { api, documents } = fixedHeaders(options);
  return function securityHeadersStep(ctx) {
    for (const [name, value] of isApiPath(ctx.path) ? api : documents) ctx.res.setHeader(name, value);
  };
}
