import { randomBytes } from 'node:crypto';
import { Schema, type Model, type Types } from 'mongoose';
import type { Db } from '../lib/db.ts';

/** A sign-in on one device. Requests do not read it: they carry a token that names it. */
export type SessionFields = {
  /** The session's id, the token's claim `sid`: 128 random bits in base64url (OWASP ASVS 5.0, 7.2.3). */
  _id: string;
  userId: Types.ObjectId;
  /** The user's `credentialsVersion` that the sign-in verified: once that is higher the session is dead. */
  credentialsVersion: number;
  createdAt: Date;
  renewedAt: Date;
  /** When the last of the session's tokens expires. From then on the database may delete the session. */
  expiresAt: Date;
  userAgent: string;
  /** When the session was ended, by the database's clock; absent while it lives. */
  revokedAt?: Date;
  /**
   * Of a session that the lab has made: what its token calls the user, and until when the lab knows the session. No
   * token is kept: the other claims follow from the session, and it is signed when it is looked at.
   */
  lab?: { username: string; until: Date };
};

export type SessionModel = Model<SessionFields>;

const sessionSchema = new Schema<SessionFields>(
  {
    _id: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    credentialsVersion: { type: Number, default: 0 },
    createdAt: { type: Date, required: true },
    renewedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    userAgent: { type: String, default: '' },
    revokedAt: { type: Date },
    lab: { type: new Schema({ username: String, until: Date }, { _id: false }) },
  },
  { versionKey: false },
);
sessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
sessionSchema.index({ userId: 1 });
sessionSchema.index({ revokedAt: 1 }, { sparse: true });

/** The session model on one connection. */
export function sessionModel(db: Db): SessionModel {
  return db.model<SessionFields>('Session', sessionSchema);
}

/** A random id for a new session. */
export function newSessionId(): string {
  return randomBytes(16).toString('base64url');
}
