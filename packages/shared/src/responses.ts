import * as z from 'zod/mini';

// A page that is older than the server meets answers with fields that it does not know, and reads them without these. A
// field that is missing makes an answer unreadable.

/** Response of register and login, and content of the Redux slice `auth`: the user in the database, serialised. */
export const authResponse = z.object({ _id: z.string(), username: z.string(), __v: z.number() });
export type AuthResponse = z.infer<typeof authResponse>;

/** Response of `GET /api/auth/check`, and content of the Redux slice `user`: what the token says. */
export const checkResponse = z.object({ _id: z.string(), username: z.string() });
export type CheckResponse = z.infer<typeof checkResponse>;

/** Name and flags of the cookie that carries the token. `maxAge` in seconds. */
export const cookieInfo = z.object({
  name: z.string(),
  httpOnly: z.boolean(),
  secure: z.boolean(),
  sameSite: z.string(),
  path: z.string(),
  maxAge: z.number(),
});
export type CookieInfo = z.infer<typeof cookieInfo>;

/** How a server learns that a session has ended; see docs/sessions-and-tokens.md. */
export const revocationMode = z.enum(['bounded', 'strict', 'renewal']);
export type RevocationMode = z.infer<typeof revocationMode>;

/**
 * Response of `GET /api/auth/session`: a description of the request's token, without the token or its signature. `iat`,
 * `exp`, `renewAfter`, `endsAt` and `serverNow` in seconds since the epoch; they are whole but for `serverNow`.
 */
export const sessionResponse = z.object({
  header: z.object({ alg: z.string(), kid: z.string() }),
  claims: z.object({
    _id: z.string(),
    username: z.string(),
    sid: z.string(),
    iat: z.number(),
    exp: z.number(),
  }),
  /** The last second at which a request does not renew the token. */
  renewAfter: z.number(),
  /** The time at which the session ends, however often it is renewed. */
  endsAt: z.number(),
  /** The server's clock, with its milliseconds as a fraction. */
  serverNow: z.number(),
  cookie: cookieInfo,
  revocation: revocationMode,
});
export type SessionResponse = z.infer<typeof sessionResponse>;

/** How many devices `GET /api/sessions?page=N` returns at a time; fewer on the last page. */
export const DEVICES_PER_PAGE = 20;

/** One signed-in device, an element of the response of `GET /api/sessions`. Times as ISO 8601 strings. */
export const deviceResponse = z.object({
  sid: z.string(),
  current: z.boolean(),
  createdAt: z.string(),
  renewedAt: z.string(),
  expiresAt: z.string(),
  userAgent: z.string(),
  /** There only for a session that the user has made in the lab. */
  lab: z.optional(z.literal(true)),
});
export type DeviceResponse = z.infer<typeof deviceResponse>;

/**
 * Body of `GET /readyz`, whatever its status: the database's state, and the age of the set of revoked sessions in
 * milliseconds, `null` if the revocation policy keeps none.
 */
export const readinessResponse = z.object({
  database: z.enum(['up', 'down']),
  revocationAgeMs: z.nullable(z.number()),
});
export type ReadinessResponse = z.infer<typeof readinessResponse>;
