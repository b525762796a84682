/** Where variables come from: `process.env`, or a test's object. */
export type EnvSource = Record<string, string | undefined>;

/** A configuration that the server will not start with; the message lists every fault, one a line. */
export class EnvError extends Error {
  override name = 'EnvError';
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Ten years: times beyond it are slips of the pen, and far beyond it no times at all. In milliseconds. */
const MAX_DURATION = 3650 * 86_400_000;

/** A secret has at least as many bytes as the hash that it keys (RFC 7518, 3.2). */
const MIN_SECRET_BYTES = 32;
/** A random secret of that length never has so few different characters; a keyboard walk or a filler has. */
const MIN_SECRET_CHARACTERS = 8;

/** Long enough secrets that tutorials and tools publish: anybody could sign with them. In lower case. */
const PUBLISHED_SECRETS = new Set([
  '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7',
  '404e635266556a586e3272357538782f413f4428472b4b6250645367566b5970',
  'a-string-secret-at-least-256-bits-long',
  'a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long',
  'your-256-bit-secret-your-256-bit-secret',
  'your-super-secret-jwt-token-with-at-least-32-characters-long',
  'super-secret-jwt-token-with-at-least-32-characters-long',
  'my-32-character-ultra-secure-and-ultra-long-secret',
  'reallyreallyreallyreallyverysafe',
  'this-is-a-secret-key-of-at-least-32-characters',
]);

/** Reads variables one by one and remembers every fault, so that all are reported in one go by `finish`. */
export class EnvReader {
  readonly #source: EnvSource;
  readonly #faults: string[] = [];

  constructor(source: EnvSource) {
    this.#source = source;
  }

  /** Throws an `EnvError` if anything read so far was at fault. */
  finish(): void {
    if (this.#faults.length > 0) throw new EnvError(this.#faults.join('\n'));
  }

  /** Notes a fault unless a condition between variables holds. */
  demand(condition: boolean, fault: string): void {
    if (!condition) this.#faults.push(fault);
  }

  /** A text; an empty one counts as absent. */
  text(name: string): string | undefined {
    const value = this.#source[name]?.trim();
    return value === '' ? undefined : value;
  }

  integer(name: string, preset: number, min: number, max: number): number {
    const value = this.text(name);
    if (value === undefined) return preset;
    const number = Number(value);
    this.demand(
      /^\d+$/.test(value) && number >= min && number <= max,
      `${name} must be a whole number from ${min} to ${max}, not "${value}".`,
    );
    return number;
  }

  /** A duration such as `7d`, `3.5d`, `12h`, `30m`, `60s` or `500ms`, in milliseconds, up to `MAX_DURATION`. */
  duration(name: string, preset: number): number {
    const value = this.text(name);
    if (value === undefined) return preset;
    const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(value) ?? [];
    const duration = Number(amount) * (UNITS[unit ?? ''] ?? NaN);
    const fits = duration <= MAX_DURATION;
    this.demand(
      fits,
      `${name} must be a duration such as 7d, 12h, 30m, 60s or 500ms, up to 3650d, not "${value}".`,
    );
    return fits ? duration : preset;
  }

  /** One of a few words; the first is the preset. */
  oneOf<Word extends string>(name: string, words: readonly [Word, ...Word[]]): Word {
    const value = this.text(name);
    const word = words.find((candidate) => candidate === (value ?? words[0]));
    this.demand(word !== undefined, `${name} must be one of ${words.join(', ')}, not "${value}".`);
    return word ?? words[0];
  }

  /** The origin of an http or https address that has nothing behind it. It may hold a password and is never repeated. */
  origin(name: string, preset: string): string {
    const value = this.text(name) ?? preset;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const fits = url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
    this.demand(
      fits,
      `${name} must be an address such as https://example.org, without a user, a path or anything else.`,
    );
    return fits ? url.origin : preset;
  }

  /** An address of MongoDB. It may hold a password and is never repeated. */
  mongodbUri(name: string): string | undefined {
    const value = this.text(name);
    this.demand(
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
      this.#faults.push(`${name} is missing. ${advice}`);
      return [];
    }
    for (const [index, value] of values.entries()) {
      const which = values.length === 1 ? name : `${name} (secret ${index + 1} of ${values.length})`;
      const fault = secretFault(value);
      if (fault !== null) this.#faults.push(`${which} ${fault} ${advice}`);
    }
    this.demand(new Set(values).size === values.length, `${name} lists a secret twice.`);
    return values;
  }
}

function secretFault(secret: string): string | null {
  const bytes = Buffer.byteLength(secret);
  if (bytes < MIN_SECRET_BYTES) return `is too short: ${bytes} bytes, and ${MIN_SECRET_BYTES} are needed.`;
  if (PUBLISHED_SECRETS.has(secret.toLowerCase()))
    return 'is a published example that anybody could sign with.';
  return new Set(secret).size < MIN_SECRET_CHARACTERS ? 'is not random: it repeats a few characters.' : null;
}
