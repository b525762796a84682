import { isFieldCode, PASSWORD_LENGTH, USERNAME_LENGTH, type FieldCode } from '@latchkey/shared';
import type { TFunction } from 'i18next';
import type { FieldErrors } from 'react-hook-form';

/** The fields of both forms, by their name in the request's body and in the order of the page. */
export const CREDENTIAL_NAMES = ['username', 'password'] as const;
export type CredentialName = (typeof CREDENTIAL_NAMES)[number];

/** What can be wrong with a field: what the schema says, or that somebody else has the name. */
export type Fault = FieldCode | 'username_taken';

/** For each field at fault a sentence that says why. */
export type FaultTexts = Partial<Record<CredentialName, string>>;

/** The sentence for one fault of one field, in the language of `t`. `minLength` is that of a password. */
export function faultText(t: TFunction, name: CredentialName, fault: Fault, minLength: number): string {
  if (fault === 'username_taken') return t('error.username_taken');
  const lengths = name === 'username' ? USERNAME_LENGTH : { ...PASSWORD_LENGTH, min: minLength };
  return t(`fieldError.${fault}`, { field: t(`fieldName.${name}`), ...lengths });
}

/** Whether a code names a fault of a field. */
export const isFault = (code: string): code is Fault => code === 'username_taken' || isFieldCode(code);

/** The sentences for the errors of a form whose resolver writes the code of each fault into `type`. */
export function faultsOf(
  t: TFunction,
  errors: FieldErrors<Record<CredentialName, string>>,
  minLength: number,
): FaultTexts {
  const texts: FaultTexts = {};
  for (const name of CREDENTIAL_NAMES) {
    const code = errors[name]?.type;
    if (code !== undefined && isFault(code)) texts[name] = faultText(t, name, code, minLength);
  }
  return texts;
}
