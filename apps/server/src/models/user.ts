import { normalizeUsername, usernameKey, type AuthResponse } from '@latchkey/shared';
import { Schema, type HydratedDocument, type Model } from 'mongoose';
import type { Db } from '../lib/db.ts';
import type { Passwords, StoredPassword } from '../lib/passwords.ts';

/** A user as stored in the database. */
export type UserFields = StoredPassword & {
  /** The form that is displayed: NFKC. */
  username: string;
  /** The form that is compared: `usernameKey` of the name. */
  usernameKey: string;
  /** Counts password changes, from 0; a rehash of the same password does not count. */
  credentialsVersion: number;
};

export type UserMethods = {
  /** Whether this is the user's password. Takes as long as one hash. */
  checkPassword(passwords: Passwords, password: string): Promise<boolean>;
  /** What may leave the server: an allow-list, so that a new field stays inside until it is named here. */
  serialize(): AuthResponse;
};

export type User = HydratedDocument<UserFields, UserMethods>;

export type UserModel = Model<UserFields, object, UserMethods> & {
  /** Finds a user by name, ignoring case. */
  findByUsername(username: string): Promise<User | null>;
  /** The id of a pepper in use that is not in `ids`, or `null`: a few index lookups, however many users there are. */
  findOtherPepper(ids: readonly string[]): Promise<string | null>;
};

const userSchema = new Schema<UserFields, UserModel, UserMethods>(
  {
    username: { type: String, required: true },
    usernameKey: { type: String, required: true },
    passwordHash: { type: String, required: true },
    pepperId: String,
    // Accounts created before the field existed do not have it in the database: they read as 0.
    credentialsVersion: { type: Number, default: 0 },
  },
  {
    statics: {
      async findByUsername(username: string): Promise<User | null> {
        return this.findOne({ usernameKey: usernameKey(username) });
      },
      async findOtherPepper(ids: readonly string[]): Promise<string | null> {
        // `$gt` matches only strings, all of which are in the sparse index.
        const other = await this.findOne(
          { pepperId: { $gt: '', $nin: ids } },
          { _id: 0, pepperId: 1 },
        ).lean();
        return other?.pepperId ?? null;
      },
    },
    methods: {
      async checkPassword(passwords, password) {
        return passwords.verify(password, this);
      },
      serialize() {
        return { _id: this.id, username: this.username, __v: this.__v };
      },
    },
  },
);
userSchema.index({ usernameKey: 1 }, { unique: true });
// For `findOtherPepper`; only users with a pepper are in it.
userSchema.index({ pepperId: 1 }, { sparse: true });

/** The user model on one connection. */
export function userModel(db: Db): UserModel {
  return db.model<UserFields, UserModel>('User', userSchema);
}

/** The fields of a new user. */
export function newUser(username: string, password: StoredPassword): UserFields {
  return {
    username: normalizeUsername(username),
    usernameKey: usernameKey(username),
    ...password,
    credentialsVersion: 0,
  };
}

/** The filter for a user who still has the credentials that `user` was read with. */
export function unchanged({ _id, credentialsVersion }: Pick<User, '_id' | 'credentialsVersion'>) {
  return { _id, credentialsVersion: credentialsVersion === 0 ? { $in: [0, null] } : credentialsVersion };
}
