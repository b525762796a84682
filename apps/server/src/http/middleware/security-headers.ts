import { createHash } from 'node:crypto';
import { isApiPath } from '../api-path.ts';
import type { Step } from '../state.ts';

/**
 * What pages may do: load and run content from this origin, and nothing else (OWASP ASVS 5.0, 3.4.3). `styles`: the style
 * sheets that stand in the page itself, which the policy allows by their hashes (CSP3, 6.7.3.3).
 */
export const contentSecurityPolicy = (styles: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    ["style-src 'self'", ...styles.map(hashSource)].join(' '),
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

const hashSource = (content: string): string =>
  `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

/** For every response. */
const EVERY_ANSWER: Header[] = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
];

/** For pages, files and anything else that a browser may show as a document. */
const DOCUMENTS: Header[] = [
  ['content-security-policy', contentSecurityPolicy()],
  ...EVERY_ANSWER,
  ['x-frame-options', 'DENY'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
];

/**
 * For responses of the API: they are not documents, so all they need is what keeps a browser from treating them as one
 * (docs/decisions/0015). No browser and no proxy stores them (OWASP ASVS 5.0, 14.3.2).
 */
const API: Header[] = [
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ...EVERY_ANSWER,
  ['cache-control', 'no-store'],
];

/** Two years, in seconds (ASVS 3.4.1 asks for at least one). */
const HSTS_MAX_AGE = 63_072_000;

/** Names in lower case: Node would make a lower-case copy of any other, for each response. */
type Header = [name: string, value: string];

/** `secure`: the public address is https. `hstsSubdomains`: its subdomains are https-only as well (RFC 6797, 6.1.2). */
export type SecurityHeadersOptions = { secure: boolean; hstsSubdomains: boolean };

/** The fixed headers of the API's responses and of all others, errors included; HSTS when the public address is https. */
export function fixedHeaders({ secure, hstsSubdomains }: SecurityHeadersOptions): {
  api: readonly Header[];
  documents: readonly Header[];
} {
  const hsts = `max-age=${HSTS_MAX_AGE}${hstsSubdomains ? '; includeSubDomains' : ''}`;
  const overHttps: Header[] = secure ? [['strict-transport-security', hsts]] : [];
  return { api: [...API, ...overHttps], documents: [...DOCUMENTS, ...overHttps] };
}

/** Sets the fixed headers. */
export function securityHeaders(options: SecurityHeadersOptions): Step {
  const { api, documents } = fixedHeaders(options);
  return function securityHeadersStep(ctx) {
    for (const [name, value] of isApiPath(ctx.request.path) ? api : documents) ctx.res.setHeader(name, value);
  };
}
