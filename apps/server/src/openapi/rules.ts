import { PASSWORD_LENGTH, USERNAME_LENGTH } from '@latchkey/shared';
import * as z from 'zod/mini';

/** A JSON Schema (2020-12), or some keywords of one. */
export type Rule = Record<string, unknown>;

/** What is stated beside the schemas of the contract, by schema. */
export const rules = z.registry<Rule>();

/**
 * States beside an object's schema what JSON Schema cannot learn from it: rules that are functions, and what a plain string
 * or number means. Returns the schema.
 */
export function withRules<Shape extends z.core.$ZodShape, Schema extends z.ZodMiniType & { shape: Shape }>(
  schema: Schema & { shape: Shape },
  fields: { [Name in keyof Shape]?: Rule },
): Schema {
  for (const name in fields) {
    const [field, rule] = [schema.shape[name], fields[name]];
    if (field !== undefined && rule !== undefined) rules.add(field, rule);
  }
  return schema;
}

/** The id of a document of MongoDB. */
export const OBJECT_ID: Rule = { pattern: '^[0-9a-f]{24}$' };
/** A session's id: 128 random bits in base64url. */
export const SESSION_ID: Rule = { pattern: '^[\\w-]{22}$' };
/** A time as a string of ISO 8601. */
export const TIME: Rule = { format: 'date-time' };
/** A time as `iat` and `exp` have it (RFC 7519, 2). */
export const SECONDS: Rule = { type: 'integer', description: 'In seconds since the epoch.' };

/** A username that may be chosen. */
export const NEW_USERNAME: Rule = {
  minLength: USERNAME_LENGTH.min,
  maxLength: USERNAME_LENGTH.max,
  pattern: '^[\\p{L}\\p{M}\\p{Nd}_.\\-]+$',
  description:
    'In NFKC. Letters of one script (Latin also with those of Chinese, Japanese or Korean), digits, `_`, `.` and `-`. Unique without regard to case.',
};
/** A username of an account that exists. */
export const USERNAME: Rule = { minLength: 1, maxLength: USERNAME_LENGTH.max };

/** A password that may be chosen; `minLength` is the server's setting. */
export const newPassword = (minLength: number): Rule => ({
  ...PASSWORD,
  minLength,
  description:
    'In code points of its NFC form. Refused if it is easy to guess, or is little more than the username or the name of the product.',
});
/** A password of an account that exists. */
export const PASSWORD: Rule = { format: 'password', minLength: 1, maxLength: PASSWORD_LENGTH.max };
