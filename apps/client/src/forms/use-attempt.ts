import { useRef } from 'react';
import { unanswered } from '../api/api-error.ts';
import type { ApiError } from '../store/app-thunk.ts';
import { checkValues, type CheckedValues, type Schema, type Values } from './check-values.ts';
import type { FieldErrors, FieldName } from './field-errors.ts';

/** What a form needs to be checked and sent; `Name` are its fields. */
export type Sending<Name extends FieldName> = {
  /** The fields in the order of the page. */
  names: readonly Name[];
  /** Loads the schema of the request: the rules are not needed before somebody types. */
  loadSchema: () => Promise<Schema<Name>>;
  /**
   * Sends a body; resolves to what went wrong, or `null`. A retry of a request that is still open brings the same
   * object again, unless somebody has changed the fields meanwhile.
   */
  send: (body: Record<Name, string>, signal: AbortSignal) => Promise<ApiError | null>;
};

/** What an attempt came to: fields with an error, which were not sent, or what went wrong with the request. */
export type Outcome<Name extends FieldName> = { found: FieldErrors<Name>; error: ApiError | null };

/** Checks and sends what a form holds. Never rejects: code that does not arrive is the error `code_missing`. */
export function useAttempt<Name extends FieldName>({ names, loadSchema, send }: Sending<Name>) {
  const open = useRef<{ values: Values; body: Record<Name, string> } | null>(null);

  /** The body to send: that of the open request if the fields are as they were, or else by the schema. */
  async function bodyOf(values: Values): Promise<CheckedValues<Name>> {
    const { current } = open;
    const isSame = current !== null && names.every((name) => current.values[name] === values[name]);
    return isSame ? { body: current.body, errors: {} } : checkValues(await loadSchema(), values, names);
  }

  return async (values: Values, signal: AbortSignal): Promise<Outcome<Name>> => {
    try {
      const { body, errors } = await bodyOf(values);
      // Whoever waited for the rules and gave that up has begun another attempt.
      signal.throwIfAborted();
      if (body === null) return { found: errors, error: null };
      open.current = { values, body };
      const error = await send(body, signal);
      // A request that was given up stays open: its retry carries on. Of one that was answered nothing is kept.
      if (!signal.aborted) open.current = null;
      return { found: {}, error };
    } catch {
      return { found: {}, error: unanswered('', 'code_missing') };
    }
  };
}
