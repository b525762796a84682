import * as z from 'zod/mini';

// What `pnpm run doctor` asks a server about itself; docs/decisions/0029.

/**
 * The path, `GET` with `Authorization: Bearer <proof>` (RFC 6750), where the proof shows that the caller knows
 * `JWT_SECRET`; 404 without one.
 */
export const DOCTOR_ENDPOINT = '/api/doctor';

/** How one server is set up, and what it sees of this request. */
export const serverReport = z.object({
  /** The ids of its secrets; the first signs. */
  keyIds: z.array(z.string()),
  /** The origin of its `PUBLIC_URL`. */
  publicOrigin: z.string(),
  trustProxy: z.number(),
  /** The client, as limits count it. */
  client: z.string(),
  /** The port of whoever connected to the server: the client's own if nobody is between. */
  peerPort: z.nullable(z.number()),
  /** The headers as they came. */
  forwardedFor: z.nullable(z.string()),
  forwardedProto: z.nullable(z.string()),
  /** `null` while the database cannot be reached. `now`: its clock, in seconds since the epoch. */
  database: z.nullable(z.object({ now: z.number(), missingIndexes: z.array(z.string()) })),
});
export type ServerReport = z.infer<typeof serverReport>;

/**
 * Response of the doctor's call. `serverNow`: the server's clock in seconds since the epoch, with its milliseconds as a
 * fraction. No report comes with a proof whose time is more than a minute from that clock: it may be somebody else's.
 */
export const doctorResponse = z.object({
  requestId: z.string(),
  serverNow: z.number(),
  report: z.optional(serverReport),
});
export type DoctorResponse = z.infer<typeof doctorResponse>;
