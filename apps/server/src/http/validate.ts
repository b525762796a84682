import { isFieldCode, type FieldError } from '@latchkey/shared';
import type * as z from 'zod/mini';
import { errors } from '../errors.ts';
import { readJsonBody } from './json-body.ts';
import type { Ctx } from './state.ts';

/**
 * Reads the body and validates it against a schema of the contract. Throws `invalid_input` with every error; the values
 * themselves never reach a response or the log.
 */
export async function readValid<Schema extends z.ZodMiniType>(
  ctx: Ctx,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const body = await readJsonBody(ctx);
  // A missing body lacks every field.
  const result = schema.safeParse(body === undefined ? {} : body);
  if (result.success) return result.data;
  throw errors.invalidInput(result.error.issues.map(({ path, message }) => toFieldError(path, message)));
}

/** An issue that no rule of the contract names, such as a body that is not an object, is `malformed`. */
function toFieldError(path: PropertyKey[], message: string): FieldError {
  return { path: path.map(String).join('.'), code: isFieldCode(message) ? message : 'malformed' };
}
