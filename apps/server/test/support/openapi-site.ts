import { ENDPOINTS, LAB_ENDPOINTS, labRenewalPath, labSessionPath, sessionPath } from '@latchkey/shared';
import { expect } from 'vitest';
import type { EnvSource } from '../../src/env.ts';
import type { OpenApiDocument } from '../../src/openapi/document.ts';
import { signProof } from '../../src/tokens/doctor-proof.ts';
import { proxyDatabase, type DatabaseProxy } from './database-proxy.ts';
import { freshDatabase } from './database.ts';
import { lab } from './lab.ts';
import { OpenApiChecker } from './openapi-checker.ts';
import { startTestServer, type TestServer } from './test-server.ts';
import { aName, codeOf, Visitor, type Answer } from './visitor.ts';

/** The password of every user of these sites. */
export const PASSWORD = 'correct horse battery';

/** A server with the inspector's lab, each of whose answers is compared with its own OpenAPI document. */
export class OpenApiSite {
  readonly server: TestServer;
  readonly checker: OpenApiChecker;

  private constructor(server: TestServer, checker: OpenApiChecker) {
    this.server = server;
    this.checker = checker;
  }

  /** Starts one; `seen` collects what its answers show of the document. */
  static async start(env: EnvSource, seen: Set<string>): Promise<OpenApiSite> {
    const server = await startTestServer({ INSPECTOR: 'on', ...env });
    const { body } = await new Visitor(server).request('GET', ENDPOINTS.openapi);
    return new OpenApiSite(server, new OpenApiChecker(body as OpenApiDocument, seen));
  }

  /** Makes a request; throws when its answer is not one of the document. */
  async call(
    visitor: Visitor,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await visitor.request(method, path, body, headers);
    const errors = this.checker.check(method, path, answer);
    if (errors.length > 0) throw new Error(`${method} ${path}: ${errors.join('; ')}`);
    return answer;
  }

  /** What whoever knows the server's secret sends. */
  proof(): Record<string, string> {
    const { keyRing, clock } = this.server.deps;
    return { Authorization: `Bearer ${signProof(keyRing.signing, Math.floor(clock.now() / 1000))}` };
  }

  /** A new user's browser. */
  async aUser(): Promise<Visitor> {
    const visitor = new Visitor(this.server);
    await visitor.register(aName());
    return visitor;
  }

  /** A second browser of the same user. */
  async another(visitor: Visitor): Promise<Visitor> {
    const other = new Visitor(this.server);
    await other.login(String(visitor.claims['username']));
    return other;
  }
}

/** Makes a request to each operation that can be answered with this code, and expects it. */
export async function expectOfAll(
  { checker }: OpenApiSite,
  status: number,
  code: string,
  ask: (method: string, path: string) => Promise<Answer>,
): Promise<void> {
  const operations = checker.operationsWith(status, code);
  expect(operations).not.toEqual([]);
  for (const { method, path } of operations) {
    const answer = await ask(method, path.replace('{sid}', 'nothing'));
    expect([method, path, answer.status, codeOf(answer)]).toEqual([method, path, status, code]);
  }
}

/** Runs a site whose connection to its database is in the hands of a test. */
export async function withProxy<T>(
  env: EnvSource,
  seen: Set<string>,
  run: (site: OpenApiSite, proxy: DatabaseProxy) => Promise<T>,
): Promise<T> {
  const proxy = await proxyDatabase(freshDatabase());
  const site = await OpenApiSite.start({ MONGODB_URI: proxy.uri, ...env }, seen);
  const result = await run(site, proxy);
  await site.server.stop();
  proxy.close();
  return result;
}

/** The answer to a registration whose account is deleted before its first session begins. */
export async function lostRegistration(env: EnvSource, seen: Set<string>): Promise<Answer> {
  return withProxy(env, seen, async (site, proxy) => {
    const [visitor, username] = [await site.aUser(), aName()];
    const insert = proxy.holdCommand('insert sessions');
    const answer = site.call(visitor, 'POST', ENDPOINTS.register, { username, password: PASSWORD });
    await insert.reached;
    await site.server.deps.models.User.deleteOne({ username });
    insert.release();
    return answer;
  });
}

/** What an operation is called with so that it succeeds; `other` is a second browser of the same user. */
type Input = { path?: string; body?: unknown };
const aLabSession = async (other: Visitor): Promise<string> => (await lab(other).start()).body.sid;

/** How each operation succeeds that needs more than a signed-in user, by its id. */
export const INPUTS: Record<string, (visitor: Visitor, other: Visitor) => Input | Promise<Input>> = {
  register: () => ({ body: { username: aName(), password: PASSWORD } }),
  login: ({ claims }) => ({ body: { username: claims['username'], password: PASSWORD } }),
  endOtherSessions: () => ({ path: `${ENDPOINTS.sessions}?except=current` }),
  endSession: (_, { claims }) => ({ path: sessionPath(String(claims['sid'])) }),
  changePassword: () => ({ body: { currentPassword: PASSWORD, newPassword: 'wrong horse battery' } }),
  deleteAccount: () => ({ body: { password: PASSWORD } }),
  startLabSession: () => ({ body: { ageSeconds: 600 } }),
  describeLabSession: async (_, other) => ({ path: labSessionPath(await aLabSession(other)) }),
  renewLabSession: async (_, other) => ({ path: labRenewalPath(await aLabSession(other)) }),
  revokeLabSession: async (_, other) => ({ path: labSessionPath(await aLabSession(other)) }),
  tamper: () => ({ path: LAB_ENDPOINTS.tamper, body: { claim: 'username', value: 'admin' } }),
};
