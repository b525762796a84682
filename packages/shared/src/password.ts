import type { FieldCode } from './errors.ts';
import { PASSWORD_LENGTH } from './lengths.ts';
import { PRODUCT_NAME } from './product.ts';
import { codePoints } from './text.ts';
import { usernameKey } from './username.ts';

/** A password that contains a name needs at least this many other code points. */
const MIN_BESIDES_NAME = 4;

/**
 * The form in which a password is hashed: exactly as typed, but in NFC, so that every keyboard produces the same one.
 */
export function normalizePassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * What is wrong with the shape of any password, new or old, or `null`: no composition rules, no trimming
 * (OWASP ASVS 5.0, 6.2.5 and 6.2.8). A lone surrogate is `malformed`.
 */
export function passwordError(password: string): FieldCode | null {
  if (password === '') return 'required';
  if (!password.isWellFormed()) return 'malformed';
  return codePoints(normalizePassword(password)) > PASSWORD_LENGTH.max ? 'too_long' : null;
}

/**
 * What is wrong with a new password, or `null`: `passwordError`, the minimum length in code points, and the product's
 * name, which is refused (OWASP ASVS 5.0, 6.2.11). Whether it is easy to guess is judged separately
 * (`@latchkey/shared/password-strength`), which takes megabytes of words.
 */
export function newPasswordError(
  password: string,
  minLength: number = PASSWORD_LENGTH.min,
): FieldCode | null {
  const error = passwordError(password);
  if (error !== null) return error;
  if (codePoints(normalizePassword(password)) < minLength) return 'too_short';
  return isMostlyUsername(password, PRODUCT_NAME) ? 'too_common' : null;
}

/** Whether a password is a name with fewer than four code points around it, ignoring case (ASVS 6.2.11). */
export function isMostlyUsername(password: string, name: string): boolean {
  const [whole, contained] = [usernameKey(password), usernameKey(name)];
  if (contained === '' || !whole.includes(contained)) return false;
  return codePoints(whole.replaceAll(contained, '')) < MIN_BESIDES_NAME;
}
