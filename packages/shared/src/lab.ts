import * as z from 'zod/mini';
import { sessionResponse } from './responses.ts';
import { TOKEN_OUTCOMES } from './token-outcome.ts';

// The lab: what the inspector may do to sessions that are made for it. It exists only where `INSPECTOR` is on.

/** The paths of the lab. `:sid` is a route parameter; use `labSessionPath` or `labRenewalPath` to fill it in. */
export const LAB_ENDPOINTS = {
  sessions: '/api/lab/sessions',
  sessionById: '/api/lab/sessions/:sid',
  renewal: '/api/lab/sessions/:sid/renew',
  tamper: '/api/lab/tamper',
} as const;

/** The path of one session of the lab. */
export function labSessionPath(sid: string): string {
  return `${LAB_ENDPOINTS.sessions}/${encodeURIComponent(sid)}`;
}

/** The path that renews one session of the lab. */
export function labRenewalPath(sid: string): string {
  return `${labSessionPath(sid)}/renew`;
}

/** The claims that the lab changes in a copy of one's own token. */
export const LAB_CLAIMS = ['username', '_id', 'sid', 'iat', 'exp'] as const;

/** The longest text that a claim can be changed to, in UTF-16 code units. */
export const LAB_MAX_VALUE = 200;

/** How many sessions of the lab a user may have, and how long each of them is there, in seconds. */
export const LAB_SESSIONS = { max: 5, seconds: 600 } as const;

/** A token of the lab may be older than any token that is accepted, by up to this much. In seconds. */
export const LAB_EXTRA_AGE = 86_400;

const phase = z.enum(['fresh', 'renew', 'expired']);
const { claims } = sessionResponse.shape;

/** Response of `POST /api/lab/sessions`. */
export const labSessionResponse = z.object({ sid: z.string(), claims, phase });
export type LabSessionResponse = z.infer<typeof labSessionResponse>;

/** What a policy would answer: `renewed` is accepted, and the answer brings a new token. */
export const labVerdict = z.enum(['accepted', 'renewed', 'rejected']);
export type LabVerdict = z.infer<typeof labVerdict>;

/**
 * Response of `GET /api/lab/sessions/:sid`: what a server under each revocation policy would answer to a request with
 * the session's token now. `revokedAt` as an ISO 8601 string, by the database's clock; absent while the session lives.
 */
export const labVerdictsResponse = z.object({
  phase,
  verdicts: z.object({ bounded: labVerdict, strict: labVerdict, renewal: labVerdict }),
  revokedAt: z.optional(z.string()),
});
export type LabVerdictsResponse = z.infer<typeof labVerdictsResponse>;

/**
 * Response of `POST /api/lab/sessions/:sid/renew`: what became of the token in a request to this server. After a renewal
 * `claims` are the new token's, and `ghost` says when the old one expires, in seconds since the epoch.
 */
export const labRenewalResponse = z.object({
  outcome: z.enum(TOKEN_OUTCOMES),
  ghost: z.optional(z.object({ exp: z.number() })),
  claims,
});
export type LabRenewalResponse = z.infer<typeof labRenewalResponse>;

/** Response of `POST /api/lab/tamper`: what became of the changed copy, and which check refused it. */
export const labTamperResponse = z.object({
  outcome: z.enum(TOKEN_OUTCOMES),
  reason: z.enum(['signature', 'claims']),
});
export type LabTamperResponse = z.infer<typeof labTamperResponse>;
