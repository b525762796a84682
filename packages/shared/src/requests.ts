import * as z from 'zod/mini';
import type { FieldCode } from './errors.ts';
import { isMostlyUsername, newPasswordError, normalizePassword, passwordError } from './password.ts';
import { normalizeUsername, usernameError } from './username.ts';

/** A schema's error: the message of every issue is a `FieldCode`. */
const issue = (code: FieldCode, input: unknown, path: PropertyKey[] = []) =>
  ({ code: 'custom', message: code, input, path, continue: true }) as const;

const text = (error: (value: string) => FieldCode | null, normalize: (value: string) => string) =>
  z
    .string({ error: ({ input }): FieldCode => (input === undefined ? 'required' : 'malformed') })
    .check((context) => {
      const code = error(context.value);
      if (code !== null) context.issues.push(issue(code, context.value));
    }, z.overwrite(normalize));

/** An existing name is checked only for encoding and size, so that a change of the rules locks nobody out. */
const knownUsernameError = (username: string): FieldCode | null => {
  const error = usernameError(username);
  return error === 'required' || error === 'malformed' || error === 'too_long' ? error : null;
};

/** An object with named fields; anything that is not an object is one error that belongs to no field. */
const body = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.object(shape, { error: (): FieldCode => 'malformed' });

const knownUsername = text(knownUsernameError, normalizeUsername);
const knownPassword = text(passwordError, normalizePassword);
const newUsername = text(usernameError, normalizeUsername);
const newPassword = (minLength: number) =>
  text((password) => newPasswordError(password, minLength), normalizePassword);

/**
 * The body of `POST /api/auth/login`. Unknown fields are dropped (OWASP ASVS 5.0, 15.3.3) and the output is normalised,
 * here and in every schema of this file.
 */
export const loginRequest = body({ username: knownUsername, password: knownPassword });
export type LoginRequest = z.infer<typeof loginRequest>;

/** The body of `POST /api/auth/register`, where a password needs at least `minLength` code points. */
export const registerRequest = (minLength: number) =>
  body({ username: newUsername, password: newPassword(minLength) }).check(({ value, issues }) => {
    if (isMostlyUsername(value.password, value.username)) {
      issues.push(issue('contains_username', value.password, ['password']));
    }
  });
export type RegisterRequest = z.infer<ReturnType<typeof registerRequest>>;

/** The body of `PUT /api/account/password`, where the new password needs at least `minLength` code points. */
export const passwordRequest = (minLength: number) =>
  body({ currentPassword: knownPassword, newPassword: newPassword(minLength) });
export type PasswordRequest = z.infer<ReturnType<typeof passwordRequest>>;

/** The body of `DELETE /api/account`: the password, entered again. */
export const deleteAccountRequest = body({ password: knownPassword });
export type DeleteAccountRequest = z.infer<typeof deleteAccountRequest>;
