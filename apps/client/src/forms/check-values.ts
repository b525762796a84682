import type * as z from 'zod/mini';
import { isFieldErrorCode, type FieldErrors, type FieldName } from './field-errors.ts';

/** What the fields of a form hold, by name; the schema decides whether that is a body. */
export type Values = Partial<Record<FieldName, string>>;

/** The schema of the request's body, whose messages are the codes of field errors. */
export type Schema<Name extends FieldName> = z.ZodMiniType<Record<Name, string>>;

/** A body to send, or which fields have an error. */
export type CheckedValues<Name extends FieldName> =
  | { body: Record<Name, string>; errors: FieldErrors<Name> }
  | { body: null; errors: FieldErrors<Name> };

/**
 * What the page shows in the fields `names` of a form. That is what counts: some password managers fill fields in
 * without an event, and a syllable that is still being composed has had none yet. Spaces around a username are dropped
 * here, and never in the field itself.
 */
export function readValues(form: HTMLFormElement, names: readonly FieldName[]): Values {
  const shown = new FormData(form);
  const values: Values = {};
  for (const name of names) {
    const text = shown.get(name);
    if (typeof text === 'string') values[name] = name === 'username' ? text.trim() : text;
  }
  return values;
}

/** Checks values by the schema: the first error of each of the fields `names`, or the body as it is to be sent. */
export function checkValues<Name extends FieldName>(
  schema: Schema<Name>,
  values: Values,
  names: readonly Name[],
): CheckedValues<Name> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return { body: parsed.data, errors: {} };
  const errors: FieldErrors<Name> = {};
  for (const { path, message } of parsed.error.issues) {
    // An error of the body as a whole has to stand somewhere.
    const name = names.find((known) => known === path[0]) ?? names.at(-1);
    if (name !== undefined) errors[name] ??= isFieldErrorCode(message) ? message : 'malformed';
  }
  return { body: null, errors };
}
