/**
 * What was measured, each with the command that measures it. Timings are CPU time on two shared cores with Node 20, on which
 * other work went on; a quiet machine is faster. Take yours before you plan with them.
 */
export const COSTS = {
  /** Memory of a server for each revoked session. Bytes. `apps/server/bench/database-costs.ts` */
  setBytes: 95,
  /** CPU time of a server for each session that a poll brings. µs. The same, on a MongoDB. */
  serverReadUs: 21,
  /** CPU time of MongoDB for each session that it sends, and for each poll that brings none. µs. The same. */
  databaseReadUs: 10,
  databasePollUs: 2300,
  /** What MongoDB keeps of a session: the document and its index entries, before compression. Bytes. The same. */
  sessionBytes: 266,
  sessionIndexBytes: 141,
  /** A revoked session in a reply: 56 bytes of BSON and its place in the batch. */
  sentBytes: 62,
  /** One core for a password at `BCRYPT_COST` 12, and for a check. ms and µs. `pnpm bench sign-in check` */
  hashMs: 210,
  checkUs: 33,
  /** Commands to the database; a sign-in's are mostly those of its limits. `costs.test.ts` */
  signIn: { reads: 4, writes: 7 },
  renewal: { reads: 2, writes: 1 },
  signOut: { reads: 1, writes: 1 },
};
