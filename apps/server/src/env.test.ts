import { describe, expect, test } from 'vitest';
import { envErrors } from '../test/support/env-errors.ts';
import { readEnv, type EnvSource } from './env.ts';

const SECRET = '9f2c4b1e7a6d3805c1f0e9d8b7a6954433221100ffeeddccbbaa998877665544';
const PEPPER = '00d1c2b3a4958677665544332211ffeeddccbbaa0918273645546372819f0e1d';

const read = (source: EnvSource = {}) => readEnv({ JWT_SECRET: SECRET, ...source });

/** The errors of a configuration that is right but for this. */
const errorsOf = (source: EnvSource) => envErrors({ JWT_SECRET: SECRET, ...source });

describe('defaults', () => {
  test('are those of the table in the design', () => {
    expect(read()).toStrictEqual({
      production: false,
      host: '127.0.0.1',
      port: 3000,
      publicOrigin: 'http://localhost:3000',
      secure: false,
      hstsSubdomains: true,
      workers: 1,
      jwtSecrets: [SECRET],
      mongodbUri: undefined,
      dataDir: 'data',
      embeddedMaxMb: undefined,
      tokenTtlSeconds: 604_800,
      tokenRenewBelowSeconds: 302_400,
      sessionMaxAgeSeconds: 2_592_000,
      revocation: 'bounded',
      revocationIntervalMs: 1000,
      revocationMaxStalenessMs: 60_000,
      bcryptCost: 12,
      passwordMinLength: 8,
      passwordPeppers: [],
      rateLimit: true,
      trustProxy: 0,
      lab: true,
      logLevel: 'info',
      metricsPort: undefined,
      metricsHost: '127.0.0.1',
      shutdownDelayMs: 0,
    });
  });

  test('hold for variables that are there but empty', () => {
    const names = ['HOST', 'PORT', 'PUBLIC_URL', 'MONGODB_URI', 'TOKEN_TTL', 'REVOCATION', 'BCRYPT_COST'];
    const empty = Object.fromEntries([...names, 'PASSWORD_PEPPER', 'LOG_LEVEL'].map((name) => [name, ' ']));
    expect(read(empty)).toEqual(read());
  });

  test('a production server goes on for 5 s once it is told to end', () => {
    expect(read({ NODE_ENV: 'production' }).shutdownDelayMs).toBe(5000);
    expect(read({ NODE_ENV: 'production', SHUTDOWN_DELAY: '0s' }).shutdownDelayMs).toBe(0);
  });

  test('a production server has no lab', () => {
    expect(read({ NODE_ENV: 'production' }).lab).toBe(false);
    expect(read({ INSPECTOR: 'off' }).lab).toBe(false);
  });

  test('the public address follows the port', () => {
    expect(read({ PORT: '4000' }).publicOrigin).toBe('http://localhost:4000');
  });
});

test('every variable is read', () => {
  const env = read({
    NODE_ENV: 'production',
    HOST: '0.0.0.0',
    PORT: '8080',
    PUBLIC_URL: 'https://example.org/',
    MONGODB_URI: 'mongodb+srv://host.example/latchkey',
    DATA_DIR: '/var/lib/latchkey',
    EMBEDDED_MAX_MB: '512',
    TOKEN_TTL: '2h',
    TOKEN_RENEW_BELOW: '0.5h',
    SESSION_MAX_AGE: '1.5d',
    REVOCATION: 'strict',
    REVOCATION_INTERVAL: '500ms',
    REVOCATION_MAX_STALENESS: '2m',
    BCRYPT_COST: '10',
    PASSWORD_MIN_LENGTH: '15',
    PASSWORD_PEPPER: `${PEPPER},${SECRET}`,
    RATE_LIMIT: 'off',
    TRUST_PROXY: '2',
    INSPECTOR: 'on',
    LOG_LEVEL: 'warn',
    METRICS_PORT: '9464',
    METRICS_HOST: '0.0.0.0',
    SHUTDOWN_DELAY: '20s',
    HSTS_SUBDOMAINS: 'off',
    WORKERS: '4',
  });
  expect(env).toStrictEqual({
    production: true,
    host: '0.0.0.0',
    port: 8080,
    publicOrigin: 'https://example.org',
    secure: true,
    hstsSubdomains: false,
    workers: 4,
    jwtSecrets: [SECRET],
    mongodbUri: 'mongodb+srv://host.example/latchkey',
    dataDir: '/var/lib/latchkey',
    embeddedMaxMb: 512,
    tokenTtlSeconds: 7200,
    tokenRenewBelowSeconds: 1800,
    sessionMaxAgeSeconds: 129_600,
    revocation: 'strict',
    revocationIntervalMs: 500,
    revocationMaxStalenessMs: 120_000,
    bcryptCost: 10,
    passwordMinLength: 15,
    passwordPeppers: [PEPPER, SECRET],
    rateLimit: false,
    trustProxy: 2,
    lab: true,
    logLevel: 'warn',
    metricsPort: 9464,
    metricsHost: '0.0.0.0',
    shutdownDelayMs: 20_000,
  });
});

describe('errors', () => {
  test('are reported all at once, a line each, with the names', () => {
    const broken = {
      JWT_SECRET: 'short',
      PORT: 'http',
      PUBLIC_URL: 'example.org',
      MONGODB_URI: 'postgres://localhost',
      TOKEN_TTL: 'a week',
      REVOCATION: 'never',
      BCRYPT_COST: '31',
      RATE_LIMIT: 'maybe',
      TRUST_PROXY: '-1',
      LOG_LEVEL: 'loud',
    };
    const lines = errorsOf(broken);
    const names = lines.map((line) => line.split(' ')[0]);
    expect(names.toSorted()).toEqual(Object.keys(broken).toSorted());
  });

  test('never show a secret, however wrong it is', () => {
    const source = {
      JWT_SECRET: 'hunter2-too-short,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      MONGODB_URI: 'mongo://root:hunter2@db.example',
      PUBLIC_URL: 'https://root:hunter2@example.org',
      PASSWORD_PEPPER: 'hunter2-pepper',
      PORT: 'x',
    };
    const text = errorsOf(source).join('\n');
    expect(text).toContain('JWT_SECRET');
    expect(text).toContain('MONGODB_URI');
    expect(text).toContain('PUBLIC_URL');
    expect(text).not.toMatch(/hunter2|aaaa/);
  });

  test('metrics are not served where the public is', () => {
    expect(errorsOf({ PORT: '9464', METRICS_PORT: '9464' })).toEqual([
      'METRICS_PORT must not be PORT: metrics are not for the public.',
    ]);
  });

  test.each([
    ['PORT', ['0', '65536', '-1', '80.5', '3e3', '0x50', ' 8 0', 'http']],
    ['BCRYPT_COST', ['3', '17', '12.5', 'twelve']],
    ['PASSWORD_MIN_LENGTH', ['7', '65', '8.5', 'long']],
    ['PASSWORD_PEPPER', ['short', ',', `${SECRET},`, `${SECRET},${SECRET}`, 'a'.repeat(64)]],
    ['TRUST_PROXY', ['-1', '11', 'true', '10.0.0.1']],
    ['REVOCATION', ['none', 'Bounded', 'off', 'constructor']],
    ['RATE_LIMIT', ['true', '0', 'ON']],
    ['LOG_LEVEL', ['verbose', 'INFO']],
    ['MONGODB_URI', ['localhost:27017', 'http://localhost', 'mongodb://', ' x mongodb://y']],
    [
      'PUBLIC_URL',
      ['example.org', '//example.org', 'ftp://example.org', 'javascript:alert(1)', 'file:///etc'],
    ],
    [
      'PUBLIC_URL',
      [
        'https://example.org/app',
        'https://example.org/?a',
        'https://example.org/#a',
        'https://u:p@example.org',
      ],
    ],
    ['TOKEN_TTL', ['7', '7 d', 'd', '7w', '-7d', '7D', '1e3s', '.5d', 'Infinity', 'NaNd', '3651d']],
  ])('%s: none of %j', (name, values) => {
    for (const value of values) {
      expect(errorsOf({ [name]: value }).filter((line) => line.startsWith(name))).toHaveLength(1);
    }
  });
});

describe('values that contradict each other are refused', () => {
  test.each([
    ['renewal above the lifetime', { TOKEN_RENEW_BELOW: '8d' }, 'TOKEN_RENEW_BELOW'],
    ['renewal at the lifetime, so on every request', { TOKEN_RENEW_BELOW: '7d' }, 'TOKEN_RENEW_BELOW'],
    ['a session that is shorter than its token', { SESSION_MAX_AGE: '6d' }, 'SESSION_MAX_AGE'],
    ['a set that is always too old', { REVOCATION_MAX_STALENESS: '1s' }, 'REVOCATION_MAX_STALENESS'],
    ['polls of the database without a pause', { REVOCATION_INTERVAL: '1ms' }, 'REVOCATION_INTERVAL'],
  ])('%s', (_, source: EnvSource, name) => {
    expect(errorsOf(source)).toEqual([expect.stringMatching(`^${name} `)]);
  });

  test('what just fits together is accepted', () => {
    const source = { TOKEN_TTL: '2s', TOKEN_RENEW_BELOW: '1s', SESSION_MAX_AGE: '2s' };
    expect(read(source)).toMatchObject({ tokenTtlSeconds: 2, tokenRenewBelowSeconds: 1 });
  });
});
