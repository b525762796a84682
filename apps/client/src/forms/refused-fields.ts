import type { ApiError } from '../store/app-thunk.ts';
import { isFieldErrorCode, type FieldErrorCode, type FieldErrors, type FieldName } from './field-errors.ts';

/** The error codes of the API that are about one field of a form, and which. */
export type FieldOf<Name extends FieldName> = Partial<Record<FieldErrorCode, Name>>;

/** The errors of the API's answer that stand at one of the fields `names`; those of other fields have no place. */
export function refusedFields<Name extends FieldName>(
  answer: ApiError | null,
  names: readonly Name[],
  fieldOf: FieldOf<Name>,
): FieldErrors<Name> {
  const refused: FieldErrors<Name> = {};
  if (answer === null) return refused;
  for (const { path, code } of answer.errors) {
    const name = names.find((known) => known === path);
    if (name !== undefined) refused[name] ??= code;
  }
  const about = isFieldErrorCode(answer.code) ? fieldOf[answer.code] : undefined;
  if (about !== undefined && isFieldErrorCode(answer.code)) refused[about] = answer.code;
  return refused;
}
