import * as z from 'zod/mini';
import type { FieldCode } from './errors.ts';
import { sessionResponse } from './responses.ts';
import { TOKEN_OUTCOMES } from './token-outcome.ts';

// The lab: what the inspector may do to sessions that are made for it. It exists only where `INSPECTOR` is on.

/** The paths of the lab. `:sid` is a route parameter; use `labSessionPath` to fill it in. */
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

/** How many sessions of the lab a user may have, and how long each of them is there, in seconds. */
export const LAB_SESSIONS = { max: 5, seconds: 600 } as const;

/** A token of the lab may be older than any token that is accepted, by up to this much. In seconds. */
export const LAB_EXTRA_AGE = 86_400;

const missingOr = (code: FieldCode) => ({
  error: ({ input }: { input?: unknown }): FieldCode => (input === undefined ? 'required' : code),
});
const malformed = { error: (): FieldCode => 'malformed' };

const isWhole = (value: unknown): value is number => Number.isInteger(value);

/**
 * The body of `POST /api/lab/sessions`: how old its token is, by its `iat`, in whole seconds up to `maxAge`; absent: 0.
 */
export const labSessionRequest = (maxAge: number) =>
  z.object(
    {
      ageSeconds: z.optional(z.custom<number>((age) => isWhole(age) && age >= 0 && age <= maxAge, malformed)),
    },
    malformed,
  );

/** What stands in a claim: the values of JSON that hold no others. */
type Scalar = string | number | boolean | null;

/** The longest text that a claim can be changed to, in UTF-16 code units. */
const MAX_VALUE = 200;

const isScalar = (value: unknown): value is Scalar =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && value.length <= MAX_VALUE);

/** The body of `POST /api/lab/tamper`: which claim of a copy of one's own token to change, and to what. */
export const labTamperRequest = z.object(
  {
    claim: z.enum(['username', '_id', 'sid', 'iat', 'exp'], missingOr('malformed')),
    value: z.custom<Scalar>(isScalar, missingOr('malformed')),
  },
  malformed,
);
export type LabTamperRequest = z.infer<typeof labTamperRequest>;

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
