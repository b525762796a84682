import type { LoginRequest } from '@latchkey/shared';
import type { FieldErrors, Resolver } from 'react-hook-form';
import type * as z from 'zod/mini';

/** What the form holds; the schema of the request decides whether it is good. */
export type Credentials = LoginRequest;

/** Loads the schema of a request: the rules are not needed before somebody types. */
export type LoadSchema = () => Promise<z.ZodMiniType<Credentials>>;

/**
 * Checks the form by the schema of the request, which names each fault by its code. Spaces around the username are
 * dropped here, once, and never while somebody types: the server would refuse them.
 */
export function credentialsResolver(loadSchema: LoadSchema): Resolver<Credentials> {
  return async ({ username, password }) => {
    const schema = await loadSchema();
    const parsed = schema.safeParse({ username: username.trim(), password });
    if (parsed.success) return { values: parsed.data, errors: {} };
    const errors: FieldErrors<Credentials> = {};
    for (const { path, message } of parsed.error.issues) {
      const name = path[0] === 'username' ? 'username' : 'password';
      errors[name] ??= { type: message, message };
    }
    return { values: {}, errors };
  };
}
