import { isFieldCode, PASSWORD_LENGTH, USERNAME_LENGTH, type FieldCode } from '@latchkey/shared';
import type { Translate } from '../i18n/translate.ts';

/** The fields of all forms, by their name in the request's body. */
export const FIELD_NAMES = ['username', 'password', 'currentPassword', 'newPassword'] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

/** What can be wrong with a field: what the schema says, or one of the API's error codes that are about one field. */
export type FieldErrorCode = FieldCode | 'username_taken' | 'wrong_password';

/** The fields of a form that have an error. */
export type FieldErrors<Name extends FieldName> = Partial<Record<Name, FieldErrorCode>>;

/** Whether a code is that of a field's error. */
export const isFieldErrorCode = (code: string): code is FieldErrorCode =>
  code === 'username_taken' || code === 'wrong_password' || isFieldCode(code);

/**
 * The sentence for one error of one field, in the language of `t`. `minLength`: how many code points a new password
 * needs.
 */
export function errorText(t: Translate, name: FieldName, code: FieldErrorCode, minLength: number): string {
  if (code === 'username_taken' || code === 'wrong_password') return t(`error.${code}`);
  const lengths = name === 'username' ? USERNAME_LENGTH : { ...PASSWORD_LENGTH, min: minLength };
  return t(`fieldError.${code}`, { field: t(`fieldName.${name}`), ...lengths });
}
