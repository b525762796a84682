import { availableParallelism } from 'node:os';
import * as z from 'zod';
import { PUBLISHED_SECRETS } from './tokens/published-secrets.ts';

/** In milliseconds. */
const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Ten years: times beyond it are typos, and far beyond it no times at all. In milliseconds. */
const MAX_DURATION = 3650 * 86_400_000;

/** A secret has at least as many bytes as the hash that it keys (RFC 7518, 3.2). */
const MIN_SECRET_BYTES = 32;
/** A random secret of that length never has so few different characters; a keyboard walk or a filler has. */
const MIN_SECRET_CHARACTERS = 8;

/** The error of a wrong value, which it repeats: not for secrets, nor for what may hold one. */
const mustBe = (what: string, value: unknown) => `must be ${what}, not "${String(value)}".`;

/** A whole number in decimal digits. */
export const integer = (min: number, max: number) =>
  z
    .string()
    .refine((value) => /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max, {
      error: ({ input }) => mustBe(`a whole number from ${min} to ${max}`, input),
    })
    .transform(Number);

/** A number of processes: from 1 to `max`, or `auto` for as many as the machine has cores, up to `max`. */
export const processCount = (max: number) =>
  z
    .string()
    .transform((value) => (value === 'auto' ? String(Math.min(availableParallelism(), max)) : value))
    .pipe(integer(1, max));

/**
 * A duration such as `7d`, `3.5d`, `12h`, `30m`, `60s` or `500ms`, in milliseconds, up to ten years. A wrong one is an
 * error and `NaN`, so that no comparison with it holds.
 */
export const duration = z.string().transform((value, context) => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(value) ?? [];
  const milliseconds = Number(amount) * (UNITS[unit ?? ''] ?? NaN);
  if (milliseconds <= MAX_DURATION) return milliseconds;
  context.addIssue(mustBe('a duration such as 7d, 12h, 30m, 60s or 500ms, up to 3650d', value));
  return NaN;
});

/** One of a few words. */
export const oneOf = <const Words extends readonly string[]>(...words: Words) =>
  z.enum(words, { error: ({ input }) => mustBe(`one of ${words.join(', ')}`, input) });

/** `on` or `off`, as a boolean. */
export const onOff = oneOf('on', 'off').transform((word) => word === 'on');

/** The origin of an http or https address that has nothing behind it. It may hold a password and is never repeated. */
export const origin = z
  .string()
  .refine(
    isOrigin,
    'must be an address such as https://example.org, without a user, a path or anything else.',
  )
  .transform((value) => new URL(value).origin);

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
}

/** An address of MongoDB. It may hold a password and is never repeated. */
export const mongodbUri = z
  .string()
  .regex(/^mongodb(\+srv)?:\/\/./, 'must begin with mongodb:// or mongodb+srv://.');

/**
 * Comma-separated secrets, each long enough, random enough and not a published example. Values are never repeated;
 * `advice` says how to make one.
 */
export const secrets = (advice: string) =>
  z
    .string(`is missing. ${advice}`)
    .refine((list) => /[^,\s]/.test(list), `is missing. ${advice}`)
    .transform((list) => list.split(',').map((value) => value.trim()))
    .superRefine((values, context) => {
      for (const [index, value] of values.entries()) {
        const which = values.length === 1 ? '' : `(secret ${index + 1} of ${values.length}) `;
        const error = secretError(value);
        if (error !== null) context.addIssue(`${which}${error} ${advice}`);
      }
      if (new Set(values).size < values.length) context.addIssue('lists a secret twice.');
    });

function secretError(secret: string): string | null {
  const bytes = Buffer.byteLength(secret);
  if (bytes < MIN_SECRET_BYTES) return `is too short: ${bytes} bytes, and ${MIN_SECRET_BYTES} are needed.`;
  if (PUBLISHED_SECRETS.has(secret.toLowerCase()))
    return 'is a published example that anybody could sign with.';
  return new Set(secret).size < MIN_SECRET_CHARACTERS ? 'is not random: it repeats a few characters.' : null;
}
