import { TOKEN_OUTCOMES, type CookieInfo } from '@latchkey/shared';
import { isApiPath } from '../http/api-path.ts';
import { fixedHeaders, type SecurityHeadersOptions } from '../http/middleware/security-headers.ts';
import type { HeaderDescription, ResponseDescription } from './endpoint.ts';

/** What the headers of a server depend on. */
export type HeaderOptions = { security: SecurityHeadersOptions; cookie: CookieInfo };

type HeaderRefs = Record<string, { $ref: string } | HeaderDescription>;

/**
 * The headers of a document: those of every response of a path, and what a response does with the cookie. Those of HTTP itself
 * (`Content-Length`, `Date`, `Connection` and the like) are not described.
 */
export type Headers = {
  components: Record<string, HeaderDescription>;
  ofEvery(path: string): HeaderRefs;
  ofCookie(what: NonNullable<ResponseDescription['cookie']> | 'renewed'): HeaderRefs;
  /** One of `server-timing`, `retry-after` and `allow`. */
  of(name: string): HeaderRefs;
};

const ref = (name: string, component = name): HeaderRefs => ({
  [name]: { $ref: `#/components/headers/${component}` },
});

/** Describes the headers that several responses share. */
export function createHeaders({ security, cookie }: HeaderOptions): Headers {
  const { api, documents } = fixedHeaders(security);
  const isShared = ([name, value]: readonly [string, string]) =>
    api.some(([other, its]) => other === name && its === value);
  const componentOf = (fixed: readonly [string, string]) =>
    isShared(fixed) ? fixed[0] : `${fixed[0]}.document`;
  const fixedComponents = [...api, ...documents].map((fixed): [string, HeaderDescription] => [
    componentOf(fixed),
    { description: 'Always the same.', required: true, schema: { type: 'string', const: fixed[1] } },
  ]);
  const everyRef = (fixed: typeof api): HeaderRefs =>
    Object.assign({}, ref('x-request-id'), ...fixed.map((each) => ref(each[0], componentOf(each))));
  const [ofApi, ofDocuments] = [everyRef(api), everyRef(documents)];
  return {
    components: { ...Object.fromEntries(fixedComponents), ...cookieHeaders(cookie), ...SOMETIMES },
    ofEvery: (path) => (isApiPath(path) ? ofApi : ofDocuments),
    ofCookie: (what) => ref('set-cookie', `set-cookie.${what.replaceAll(' ', '-')}`),
    of: (name) => ref(name),
  };
}

const header = (description: string, required: boolean, pattern: string): HeaderDescription => ({
  description,
  required,
  schema: { type: 'string', pattern },
});

const SOMETIMES: Record<string, HeaderDescription> = {
  'x-request-id': header('The id under which the server logged the request.', true, '^[\\w\\-]+$'),
  'server-timing': header(
    'What became of the token that the request carried, and the milliseconds spent on it; absent without one (W3C Server Timing).',
    false,
    `^token;desc="(${TOKEN_OUTCOMES.join('|')})";dur=\\d+(\\.\\d+)?$`,
  ),
  'retry-after': header('When to try again, in seconds.', true, '^\\d+$'),
  allow: header('The methods that the path has.', true, '^[A-Z]+(, [A-Z]+)*$'),
};

/** The token is a JWS in compact form (RFC 7515, 3.1). */
const TOKEN = '[\\w\\-]+\\.[\\w\\-]+\\.[\\w\\-]+';

function cookieHeaders({ name, path, sameSite, secure, maxAge }: CookieInfo) {
  const flags = `Path=${path}; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}`;
  const [set, cleared] = [
    `^${name}=${TOKEN}; Max-Age=${maxAge}; ${flags}$`,
    `^${name}=; Max-Age=0; ${flags}$`,
  ];
  return {
    'set-cookie.set': header('The cookie with a new token.', true, set),
    'set-cookie.renewed': header('The cookie with a new token, if the old one was due.', false, set),
    'set-cookie.cleared': header('Removes the cookie.', true, cleared),
    'set-cookie.may-be-cleared': header('Removes the cookie, if it was for that session.', false, cleared),
  };
}
