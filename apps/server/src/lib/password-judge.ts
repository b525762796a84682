import { dictionary } from '@zxcvbn-ts/language-common';
import { PASSWORD_LENGTH, type FieldCode } from '@latchkey/shared';
import { isTooGuessable } from '@latchkey/shared/password-strength';

/** Those of 49,000 leaked passwords that are long enough to be chosen here (OWASP ASVS 5.0, 6.2.4). */
const COMMON = new Set(dictionary['passwords-common'].filter(({ length }) => length >= PASSWORD_LENGTH.min));

/** What `guessableError` returns. Importing this file loads the dictionaries. */
export function judgePassword(password: string, username: string): FieldCode | null {
  if (COMMON.has(password.toLowerCase())) return 'too_common';
  return isTooGuessable(password, username) ? 'too_guessable' : null;
}
