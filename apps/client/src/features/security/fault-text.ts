import type { TFunction } from 'i18next';
import { faultText, isFault } from '../../forms/faults.ts';

/** The sentence for what is wrong with a password of this page; `undefined` when nothing is. */
export function passwordFaultText(
  t: TFunction,
  code: string | undefined,
  minLength: number,
): string | undefined {
  if (code === undefined) return undefined;
  if (code === 'wrong_password') return t('error.wrong_password');
  return isFault(code) ? faultText(t, 'password', code, minLength) : t('error.invalid_input');
}
