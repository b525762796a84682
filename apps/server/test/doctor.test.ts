import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  diagnose,
  examineAt,
  faultsOf,
  OTHER_SECRET,
  prepareDeployments,
  SECRET,
  seenOf,
  uncheckedOf,
  type Deployments,
} from './support/deployment.ts';
import { freePort } from './support/free-port.ts';
import type { ProxyBehaviour } from './support/proxy.ts';
import type { TestServer } from './support/test-server.ts';

let deployments: Deployments;
/** As it should be behind https. */
let server: TestServer;
beforeAll(async () => {
  deployments = await prepareDeployments();
  server = await deployments.server();
});
afterAll(() => deployments.close());

describe('a healthy deployment has no fault', () => {
  test('behind https, where every check is made', async () => {
    const examination = await diagnose(deployments, deployments.https, [server]);
    expect([faultsOf(examination), uncheckedOf(examination)]).toEqual([[], []]);
  });

  test('over http without a proxy', async () => {
    const alone = await deployments.server({ PUBLIC_URL: undefined, TRUST_PROXY: '0' });
    const examination = await examineAt(alone.origin, { JWT_SECRET: SECRET });
    expect([faultsOf(examination), uncheckedOf(examination)]).toEqual([[], ['hsts-stripped']]);
  });

  test('behind a proxy without TLS', async () => {
    const plain = await deployments.server({ PUBLIC_URL: deployments.http.origin });
    expect(faultsOf(await diagnose(deployments, deployments.http, [plain]))).toEqual([]);
  });

  test('behind a proxy that replaces X-Forwarded-For, whatever clients write there', async () => {
    const behaviour = { forwardedFor: 'replace' } as const;
    expect(faultsOf(await diagnose(deployments, deployments.https, [server], behaviour))).toEqual([]);
  });

  test('asked about by the http address that redirects to it', async () => {
    await diagnose(deployments, deployments.https, [server]);
    const behaviour = { redirectsTo: deployments.https.origin };
    const examination = await diagnose(deployments, deployments.http, [], behaviour);
    expect([examination.origin, faultsOf(examination)]).toEqual([deployments.https.origin, []]);
  });

  test.each([
    ['no variables', {}, ['weak-secret', 'configuration']],
    ['those of another deployment', { JWT_SECRET: OTHER_SECRET }, []],
  ])('with %s at hand, and what needs them is not checked', async (_, source, ofVariables) => {
    const examination = await diagnose(deployments, deployments.https, [server], {}, source);
    expect(faultsOf(examination)).toEqual([]);
    expect(uncheckedOf(examination)).toEqual([
      ...ofVariables,
      'forwarded-proto-dropped',
      'forwarded-for-dropped',
      'trust-proxy',
      'secrets-differ',
      'missing-index',
    ]);
  });
});

describe('each fault of the configuration, made on purpose, is found, and no other', () => {
  test.each([
    ['short', 'hunter2'],
    ['published', 'a-string-secret-at-least-256-bits-long'],
  ])('a secret that is %s', async (_, weak) => {
    const source = { JWT_SECRET: `${SECRET},${weak}` };
    const examination = await diagnose(deployments, deployments.https, [server], {}, source);
    expect([faultsOf(examination), uncheckedOf(examination)]).toEqual([['weak-secret'], []]);
    expect(JSON.stringify(examination)).not.toContain(weak);
  });

  test('a variable that no server starts with', async () => {
    const source = { JWT_SECRET: SECRET, TRUST_PROXY: 'yes' };
    const examination = await diagnose(deployments, deployments.https, [server], {}, source);
    expect(faultsOf(examination)).toEqual(['configuration']);
  });

  test.each([
    ['with', { JWT_SECRET: SECRET }],
    ['without', {}],
  ])('PUBLIC_URL of another host, %s variables at hand', async (_, source) => {
    const elsewhere = await deployments.server({ PUBLIC_URL: 'https://other.example' });
    const examination = await diagnose(deployments, deployments.https, [elsewhere], {}, source);
    expect(faultsOf(examination)).toEqual(['public-url']);
  });

  test.each([
    ['with', { JWT_SECRET: SECRET }],
    ['without', {}],
  ])('PUBLIC_URL with http behind TLS, %s variables at hand', async (_, source) => {
    const plain = await deployments.server({ PUBLIC_URL: deployments.https.origin.replace('https', 'http') });
    const examination = await diagnose(deployments, deployments.https, [plain], {}, source);
    expect(faultsOf(examination)).toEqual(['scheme-mismatch']);
  });

  test('http without a redirect where PUBLIC_URL is https', async () => {
    const secure = await deployments.server({ PUBLIC_URL: deployments.http.origin.replace('http', 'https') });
    const examination = await diagnose(deployments, deployments.http, [secure]);
    expect(faultsOf(examination)).toEqual(['scheme-mismatch']);
  });

  test('TRUST_PROXY too high, so that clients choose their address', async () => {
    const credulous = await deployments.server({ TRUST_PROXY: '2' });
    const examination = await diagnose(deployments, deployments.https, [credulous]);
    expect(faultsOf(examination)).toEqual(['trust-proxy']);
    expect(seenOf(examination, 'trust-proxy')).toMatch(/is 2, too high.*took 192\.0\.2\.77/);
  });

  test('TRUST_PROXY too high where there is no proxy', async () => {
    const credulous = await deployments.server({ PUBLIC_URL: undefined });
    const examination = await examineAt(credulous.origin, { JWT_SECRET: SECRET });
    expect(faultsOf(examination)).toEqual(['trust-proxy']);
    expect(seenOf(examination, 'trust-proxy')).toContain('is 1, too high: there is no proxy');
  });

  test('TRUST_PROXY too low', async () => {
    const unaware = await deployments.server({ TRUST_PROXY: '0' });
    const examination = await diagnose(deployments, deployments.https, [unaware]);
    expect(faultsOf(examination)).toEqual(['trust-proxy']);
    expect(seenOf(examination, 'trust-proxy')).toContain('is 0, too low');
  });
});

describe('each fault of a proxy, made on purpose, is found, and no other', () => {
  test.each<[string, ProxyBehaviour, string]>([
    ['drops Set-Cookie', { drops: ['set-cookie'] }, 'set-cookie-dropped'],
    [
      'weakens the cookie',
      { sets: { 'set-cookie': '__Host-access_token=; Max-Age=0; Path=/; Secure' } },
      'set-cookie-dropped',
    ],
    ['drops X-Forwarded-Proto', { forwardedProto: null }, 'forwarded-proto-dropped'],
    ['says http in X-Forwarded-Proto', { forwardedProto: 'http' }, 'forwarded-proto-dropped'],
    ['drops X-Forwarded-For', { forwardedFor: 'drop' }, 'forwarded-for-dropped'],
    ['adds nothing to X-Forwarded-For', { forwardedFor: 'pass' }, 'forwarded-for-dropped'],
    ['drops HSTS', { drops: ['strict-transport-security'] }, 'hsts-stripped'],
    ['shortens HSTS', { sets: { 'strict-transport-security': 'max-age=300' } }, 'hsts-stripped'],
    ['drops CSP', { drops: ['content-security-policy'] }, 'csp-stripped'],
    ['weakens CSP', { sets: { 'content-security-policy': "default-src * 'unsafe-inline'" } }, 'csp-stripped'],
    ['caches every response', { caches: 'everything' }, 'api-cached'],
    ['caches what is 200', { caches: 'successes' }, 'api-cached'],
    ['allows caching', { sets: { 'cache-control': 'max-age=60' } }, 'api-cached'],
  ])('a proxy that %s', async (_, behaviour, id) => {
    const examination = await diagnose(deployments, deployments.https, [server], behaviour);
    expect(faultsOf(examination)).toEqual([id]);
  });

  test.each(['drop', 'pass'] as const)('a proxy without TLS that lets X-Forwarded-For %s', async (what) => {
    const plain = await deployments.server({ PUBLIC_URL: deployments.http.origin });
    const examination = await diagnose(deployments, deployments.http, [plain], { forwardedFor: what });
    expect(faultsOf(examination)).toEqual(['forwarded-for-dropped']);
  });

  test('an address where nothing answers, or a proxy without a server', async () => {
    const nowhere = await examineAt(`http://localhost:${await freePort()}`, { JWT_SECRET: SECRET });
    expect(faultsOf(nowhere)).toEqual(['unreachable']);
    expect(uncheckedOf(nowhere)).toHaveLength(nowhere.findings.length - 3);
    expect(faultsOf(await diagnose(deployments, deployments.https, []))).toEqual(['unreachable']);
  });
});
