import { PUBLISHED_SECRETS } from './tokens/published-secrets.ts';

/** Where variables come from: `process.env`, or a test's object. */
export type EnvSource = Record<string, string | undefined>;

/** A configuration that the server will not start with; the message lists every error, one a line. */
export class EnvError extends Error {
  override name = 'EnvError';
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Ten years: times beyond it are typos, and far beyond it no times at all. In milliseconds. */
const MAX_DURATION = 3650 * 86_400_000;

/** A secret has at least as many bytes as the hash that it keys (RFC 7518, 3.2). */
const MIN_SECRET_BYTES = 32;
/** A random secret of that length never has so few different characters; a keyboard walk or a filler has. */
const MIN_SECRET_CHARACTERS = 8;

/** Reads variables one by one and remembers every error, so that all are reported in one go by `finish`. */
export class EnvReader {
  readonly #source: EnvSource;
  readonly #errors: string[] = [];

  constructor(source: EnvSource) {
    this.#source = source;
  }

  /** Throws an `EnvError` if anything read so far is wrong. */
  finish(): void {
    if (this.#errors.length > 0) throw new EnvError(this.#errors.join('\n'));
  }

  /** Notes an error unless a condition between variables holds. */
  check(condition: boolean, error: string): void {
    if (!condition) this.#errors.push(error);
  }

  /** A text; an empty one counts as absent. */
  text(name: string): string | undefined {
    const value = this.#source[name]?.trim();
    return value === '' ? undefined : value;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const value = this.text(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    this.check(
      /^\d+$/.test(value) && number >= min && number <= max,
      `${name} must be a whole number from ${min} to ${max}, not "${value}".`,
    );
    return number;
  }

  /** A duration such as `7d`, `3.5d`, `12h`, `30m`, `60s` or `500ms`, in milliseconds, up to `MAX_DURATION`. */
  duration(name: string, fallback: number): number {
    const value = this.text(name);
    if (value === undefined) return fallback;
    const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(value) ?? [];
    const duration = Number(amount) * (UNITS[unit ?? ''] ?? NaN);
    const fits = duration <= MAX_DURATION;
    this.check(
      fits,
      `${name} must be a duration such as 7d, 12h, 30m, 60s or 500ms, up to 3650d, not "${value}".`,
    );
    return fits ? duration : fallback;
  }

  /** One of a few words; the first is the fallback. */
  oneOf<Word extends string>(name: string, words: readonly [Word, ...Word[]]): Word {
    const value = this.text(name);
    const word = words.find((candidate) => candidate === (value ?? words[0]));
    this.check(word !== undefined, `${name} must be one of ${words.join(', ')}, not "${value}".`);
    return word ?? words[0];
  }

  /** The origin of an http or https address that has nothing behind it. It may hold a password and is never repeated. */
  origin(name: string, fallback: string): string {
    const value = this.text(name) ?? fallback;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const fits = url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
    this.check(
      fits,
      `${name} must be an address such as https://example.org, without a user, a path or anything else.`,
    );
    return fits ? url.origin : fallback;
  }

  /** An address of MongoDB. It may hold a password and is never repeated. */
  mongodbUri(name: string): string | undefined {
    const value = this.text(name);
    this.check(
      value === undefined || /^mongodb(\+srv)?:\/\/./.test(value),
      `${name} must begin with mongodb:// or mongodb+srv://.`,
    );
    return value;
  }

  /**
   * Comma-separated secrets, each long enough, random enough and not a published example. Values are never repeated;
   * `advice` says how to make one.
   */
  secrets(name: string, advice = 'Run "pnpm secret" to make a random one.'): string[] {
    const values = (this.text(name) ?? '').split(',').map((value) => value.trim());
    if (values.every((value) => value === '')) {
      this.#errors.push(`${name} is missing. ${advice}`);
      return [];
    }
    for (const [index, value] of values.entries()) {
      const which = values.length === 1 ? name : `${name} (secret ${index + 1} of ${values.length})`;
      const error = secretError(value);
      if (error !== null) this.#errors.push(`${which} ${error} ${advice}`);
    }
    this.check(new Set(values).size === values.length, `${name} lists a secret twice.`);
    return values;
  }
}

function secretError(secret: string): string | null {
  const bytes = Buffer.byteLength(secret);
  if (bytes < MIN_SECRET_BYTES) return `is too short: ${bytes} bytes, and ${MIN_SECRET_BYTES} are needed.`;
  if (PUBLISHED_SECRETS.has(secret.toLowerCase()))
    return 'is a published example that anybody could sign with.';
  return new Set(secret).size < MIN_SECRET_CHARACTERS ? 'is not random: it repeats a few characters.' : null;
}
