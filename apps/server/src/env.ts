import { PASSWORD_LENGTH } from '@latchkey/shared';
import * as z from 'zod';
import { readSecretFiles, type EnvSource } from './env-files.ts';
import { duration, integer, processCount, mongodbUri, oneOf, onOff, origin, secrets } from './env-types.ts';

export type { EnvSource } from './env-files.ts';

/** A configuration that the server will not start with; the message lists every error, one a line. */
export class EnvError extends Error {
  override name = 'EnvError';
}

/** The variables; `prefault` is a default as one would write it there. An error's text follows the variable's name. */
const environment = z
  .object({
    NODE_ENV: z.string().optional(),
    HOST: z.string().default('127.0.0.1'),
    PORT: integer(1, 65_535).default(3000),
    PUBLIC_URL: origin.optional(),
    HSTS_SUBDOMAINS: onOff.prefault('on'),
    WORKERS: processCount(64).default(1),
    JWT_SECRET: secrets('Run "pnpm secret" to make a random one.'),
    MONGODB_URI: mongodbUri.optional(),
    DATA_DIR: z.string().default('data'),
    EMBEDDED_MAX_MB: integer(16, 1_000_000).optional(),
    TOKEN_TTL: duration.refine((ms) => ms >= 1000, 'must be at least 1s.').prefault('7d'),
    TOKEN_RENEW_BELOW: duration.optional(),
    SESSION_MAX_AGE: duration.prefault('30d'),
    REVOCATION: oneOf('bounded', 'strict', 'renewal').default('bounded'),
    REVOCATION_INTERVAL: duration
      .refine((ms) => ms >= 100 && ms <= 3_600_000, 'must be from 100ms to 1h.')
      .prefault('1s'),
    REVOCATION_MAX_STALENESS: duration.prefault('60s'),
    BCRYPT_COST: integer(4, 16).default(12),
    PASSWORD_MIN_LENGTH: integer(8, 64).default(PASSWORD_LENGTH.min),
    PASSWORD_PEPPER: secrets('Run "openssl rand -hex 64" to make a random one.').default([]),
    RATE_LIMIT: onOff.prefault('on'),
    TRUST_PROXY: integer(0, 10).default(0),
    INSPECTOR: onOff.optional(),
    LOG_LEVEL: oneOf('info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent').default('info'),
    METRICS_PORT: integer(1, 65_535).optional(),
    METRICS_HOST: z.string().default('127.0.0.1'),
    SHUTDOWN_DELAY: duration.refine((ms) => ms <= 300_000, 'must be at most 5m.').optional(),
  })
  .superRefine(
    (env, context) => {
      if (renewBelowMs(env) >= env.TOKEN_TTL)
        context.addIssue('TOKEN_RENEW_BELOW must be less than TOKEN_TTL, or every request renews.');
      if (env.SESSION_MAX_AGE < env.TOKEN_TTL)
        context.addIssue('SESSION_MAX_AGE must be at least TOKEN_TTL.');
      if (env.REVOCATION_MAX_STALENESS <= env.REVOCATION_INTERVAL)
        context.addIssue(
          'REVOCATION_MAX_STALENESS must be more than REVOCATION_INTERVAL, or every request is refused.',
        );
      if (env.METRICS_PORT === env.PORT)
        context.addIssue('METRICS_PORT must not be PORT: metrics are not for the public.');
    },
    // Whatever else is wrong: all errors come at once. A wrong duration is NaN, and no comparison with it holds.
    { when: () => true },
  )
  .transform((env) => {
    const production = env.NODE_ENV === 'production';
    const publicOrigin = env.PUBLIC_URL ?? new URL(`http://localhost:${env.PORT}`).origin;
    return {
      production,
      host: env.HOST,
      port: env.PORT,
      /** The origin that browsers use, such as `https://example.org`. */
      publicOrigin,
      /** Whether that origin is https: it decides the cookie's name and `Secure`, and HSTS. */
      secure: publicOrigin.startsWith('https:'),
      /** Whether HSTS concerns the subdomains of that origin too. */
      hstsSubdomains: env.HSTS_SUBDOMAINS,
      /** How many processes answer requests on this machine; one is this process itself. */
      workers: env.WORKERS,
      /** The first signs, all verify. */
      jwtSecrets: env.JWT_SECRET,
      /** Absent: the embedded database, with its data in `dataDir`. */
      mongodbUri: env.MONGODB_URI,
      dataDir: env.DATA_DIR,
      /** Absent: a share of the heap that the process may have. */
      embeddedMaxMb: env.EMBEDDED_MAX_MB,
      tokenTtlSeconds: Math.floor(env.TOKEN_TTL / 1000),
      tokenRenewBelowSeconds: Math.floor(renewBelowMs(env) / 1000),
      sessionMaxAgeSeconds: Math.floor(env.SESSION_MAX_AGE / 1000),
      revocation: env.REVOCATION,
      revocationIntervalMs: env.REVOCATION_INTERVAL,
      revocationMaxStalenessMs: env.REVOCATION_MAX_STALENESS,
      bcryptCost: env.BCRYPT_COST,
      /** In code points, of a password that somebody chooses. */
      passwordMinLength: env.PASSWORD_MIN_LENGTH,
      /** The first hashes, all verify; none is mixed in where the list is empty. */
      passwordPeppers: env.PASSWORD_PEPPER,
      rateLimit: env.RATE_LIMIT,
      trustProxy: env.TRUST_PROXY,
      /** Whether the inspector has its lab. */
      lab: env.INSPECTOR ?? !production,
      logLevel: env.LOG_LEVEL,
      /** Where Prometheus reads `/metrics`; absent: nothing is measured. */
      metricsPort: env.METRICS_PORT,
      metricsHost: env.METRICS_HOST,
      /** How long the server goes on answering once it is told to end, while `/readyz` says 503. */
      shutdownDelayMs: env.SHUTDOWN_DELAY ?? (production ? 5000 : 0),
    };
  });

/** A token is renewed in the second half of its life, unless the environment says otherwise. Milliseconds. */
function renewBelowMs(env: { TOKEN_TTL: number; TOKEN_RENEW_BELOW?: number | undefined }): number {
  return env.TOKEN_RENEW_BELOW ?? env.TOKEN_TTL / 2;
}

/** The server's configuration. Times are in the unit that the name says. */
export type Env = z.output<typeof environment>;

/**
 * Reads the configuration; the only reader of the process's environment. Throws an `EnvError` that lists every error at
 * once, each with the variable's name and never with a secret's value. A blank variable counts as absent; secrets may
 * come from files (env-files.ts).
 */
export function readEnv(source: EnvSource = process.env): Env {
  const files = readSecretFiles(withoutBlanks(source));
  const { data, error } = environment.safeParse(files.source);
  if (data !== undefined && files.errors.size === 0) return data;
  // A secret that could not be read is not missing as well.
  const issues = (error?.issues ?? []).filter(({ path: [name] }) => !files.errors.has(String(name)));
  const lines = issues.map(({ path, message }) => [...path, message].join(' '));
  throw new EnvError([...files.errors.values(), ...lines].join('\n'));
}

function withoutBlanks(source: EnvSource): EnvSource {
  const filled: EnvSource = {};
  for (const [name, value] of Object.entries(source)) filled[name] = value?.trim() || undefined;
  return filled;
}
