import { PASSWORD_LENGTH, type RevocationMode } from '@latchkey/shared';
import type { LogLevel } from './lib/log.ts';
import { EnvReader, type EnvSource } from './env-reader.ts';

/** The server's configuration. Times are in the unit that the name says. */
export type Env = {
  production: boolean;
  host: string;
  port: number;
  /** The origin that browsers use, such as `https://example.org`. */
  publicOrigin: string;
  /** Whether that origin is https: it decides the cookie's name and `Secure`, and HSTS. */
  secure: boolean;
  /** Whether HSTS concerns the subdomains of that origin too. */
  hstsSubdomains: boolean;
  /** The first signs, all verify. */
  jwtSecrets: string[];
  /** Absent: the embedded database, with its data in `dataDir`. */
  mongodbUri: string | undefined;
  dataDir: string;
  tokenTtlSeconds: number;
  tokenRenewBelowSeconds: number;
  sessionMaxAgeSeconds: number;
  revocation: RevocationMode;
  revocationIntervalMs: number;
  revocationMaxStalenessMs: number;
  bcryptCost: number;
  /** In code points, of a password that somebody chooses. */
  passwordMinLength: number;
  /** The first hashes, all verify; none is mixed in where the list is empty. */
  passwordPeppers: string[];
  rateLimit: boolean;
  trustProxy: number;
  logLevel: LogLevel;
  /** How long the server goes on answering once it is told to end, while `/readyz` says 503. */
  shutdownDelayMs: number;
};

/** How to make a pepper; `pnpm secret` writes the other secret. */
const PEPPER_ADVICE = 'Run "openssl rand -hex 64" to make a random one.';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Reads the configuration; the only reader of the process's environment. Throws an `EnvError` that lists every error at
 * once, each with the variable's name and never with a secret's value.
 */
export function readEnv(source: EnvSource = process.env): Env {
  const read = new EnvReader(source);
  const production = source['NODE_ENV'] === 'production';
  const port = read.integer('PORT', 3000, 1, 65_535);
  const publicOrigin = read.origin('PUBLIC_URL', `http://localhost:${port}`);
  const tokenTtl = read.duration('TOKEN_TTL', 7 * DAY);
  const tokenRenewBelow = read.duration('TOKEN_RENEW_BELOW', 3.5 * DAY);
  const sessionMaxAge = read.duration('SESSION_MAX_AGE', 30 * DAY);
  const revocationInterval = read.duration('REVOCATION_INTERVAL', 1000);
  const revocationMaxStaleness = read.duration('REVOCATION_MAX_STALENESS', 60_000);
  const shutdownDelay = read.duration('SHUTDOWN_DELAY', production ? 5000 : 0);

  read.check(tokenTtl >= 1000, 'TOKEN_TTL must be at least 1s.');
  read.check(
    tokenRenewBelow < tokenTtl,
    'TOKEN_RENEW_BELOW must be less than TOKEN_TTL, or every request renews.',
  );
  read.check(sessionMaxAge >= tokenTtl, 'SESSION_MAX_AGE must be at least TOKEN_TTL.');
  read.check(
    revocationInterval >= 100 && revocationInterval <= HOUR,
    'REVOCATION_INTERVAL must be from 100ms to 1h.',
  );
  read.check(
    revocationMaxStaleness > revocationInterval,
    'REVOCATION_MAX_STALENESS must be more than REVOCATION_INTERVAL, or every request is refused.',
  );
  read.check(shutdownDelay <= 5 * MINUTE, 'SHUTDOWN_DELAY must be at most 5m.');

  const env: Env = {
    production,
    host: read.text('HOST') ?? '127.0.0.1',
    port,
    publicOrigin,
    secure: publicOrigin.startsWith('https:'),
    hstsSubdomains: read.oneOf('HSTS_SUBDOMAINS', ['on', 'off']) === 'on',
    jwtSecrets: read.secrets('JWT_SECRET'),
    mongodbUri: read.mongodbUri('MONGODB_URI'),
    dataDir: read.text('DATA_DIR') ?? 'data',
    tokenTtlSeconds: Math.floor(tokenTtl / 1000),
    tokenRenewBelowSeconds: Math.floor(tokenRenewBelow / 1000),
    sessionMaxAgeSeconds: Math.floor(sessionMaxAge / 1000),
    revocation: read.oneOf('REVOCATION', ['bounded', 'strict', 'renewal']),
    revocationIntervalMs: revocationInterval,
    revocationMaxStalenessMs: revocationMaxStaleness,
    bcryptCost: read.integer('BCRYPT_COST', 12, 4, 16),
    passwordMinLength: read.integer('PASSWORD_MIN_LENGTH', PASSWORD_LENGTH.min, 8, 64),
    passwordPeppers:
      read.text('PASSWORD_PEPPER') === undefined ? [] : read.secrets('PASSWORD_PEPPER', PEPPER_ADVICE),
    rateLimit: read.oneOf('RATE_LIMIT', ['on', 'off']) === 'on',
    trustProxy: read.integer('TRUST_PROXY', 0, 0, 10),
    logLevel: read.oneOf('LOG_LEVEL', ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent']),
    shutdownDelayMs: shutdownDelay,
  };
  read.finish();
  return env;
}
