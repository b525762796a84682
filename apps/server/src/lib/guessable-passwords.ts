import { dictionary } from '@zxcvbn-ts/language-common';
import { PASSWORD_LENGTH } from '@latchkey/shared';

/** Of 49,000 leaked passwords those that are long enough to be chosen here (OWASP ASVS 5.0, 6.2.4). */
const COMMON = new Set(dictionary['passwords-common'].filter(({ length }) => length >= PASSWORD_LENGTH.min));

/** Whether a password is among the first that an attacker tries, without regard to case. */
export function isCommonPassword(password: string): boolean {
  return COMMON.has(password.toLowerCase());
}
