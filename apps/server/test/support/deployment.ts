import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { examine, type Examination } from '../../doctor/examine.ts';
import type { EnvSource } from '../../src/env.ts';
import { writeClientBuild } from './client-site.ts';
import { freshDatabase } from './database.ts';
import { makeTls, startProxy, type Proxy, type ProxyBehaviour, type Tls } from './proxy.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';
import { startTestServer, type TestServer } from './test-server.ts';

/** A server, wherever it runs. */
export type AnyServer = { origin: string };

/** Proxies and servers, for one file of tests. */
export type Deployments = {
  tls: Tls;
  /** With https in front of it, and the server's page behind. */
  https: Proxy;
  http: Proxy;
  /** Starts a server in this process; `close` stops it. */
  server(overrides?: EnvSource): Promise<TestServer>;
  /** Starts one in a process of its own: only those can be told apart. */
  process(overrides?: EnvSource): Promise<AnyServer>;
  close(): Promise<void>;
};

/** What all servers of a deployment share. */
export const OTHER_SECRET = '7e1d5b0c9a3f8264'.repeat(4);
export const SECRET = 'c3f1a0e27d8b4956aa01b7e9f2d6c85410f3e7a9b2d4c6e8f00112233445566778';

/** Prepares proxies over http and https. */
export async function prepareDeployments(): Promise<Deployments> {
  const folder = writeClientBuild();
  const tls = await makeTls();
  const [http, https] = [await startProxy(), await startProxy(tls)];
  const servers: TestServer[] = [];
  const processes: ServerProcess[] = [];
  const shared = {
    JWT_SECRET: SECRET,
    MONGODB_URI: freshDatabase(),
    TRUST_PROXY: '1',
    PUBLIC_URL: https.origin,
  };
  return {
    tls,
    http,
    https,
    async server(overrides = {}) {
      const server = await startTestServer({ ...shared, ...overrides }, join(folder, 'dist'));
      servers.push(server);
      return server;
    },
    async process(overrides = {}) {
      const server = await startServerProcess({ ...shared, ...overrides });
      processes.push(server);
      return server;
    },
    async close() {
      await servers[0]?.deps.db.dropDatabase();
      await Promise.all(servers.map((server) => server.stop()));
      await Promise.all(processes.map((server) => server.kill('SIGTERM')));
      http.close();
      https.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * Sends what comes to a proxy to these servers, changed like this, and examines its address with these variables at hand.
 */
export function diagnose(
  { tls }: Deployments,
  proxy: Proxy,
  servers: AnyServer[],
  behaviour: ProxyBehaviour = {},
  source: EnvSource = { JWT_SECRET: SECRET },
): Promise<Examination> {
  proxy.targets = servers.map(({ origin }) => origin);
  proxy.behaviour = behaviour;
  proxy.cached.clear();
  return examineAt(proxy.origin, source, tls.cert);
}

/** Examines an address with variables at hand. Fails where there is nothing to examine. */
export async function examineAt(origin: string, source: EnvSource, ca?: string): Promise<Examination> {
  const examination = await examine({ origin, source, ...(ca !== undefined && { ca }) });
  if (examination === null) throw new Error('nothing to examine');
  return examination;
}

/** The ids of an examination's faults. */
export function faultsOf({ findings }: Examination): string[] {
  return findings.flatMap(({ id, status }) => (status === 'fault' ? id : []));
}

/** The ids of the checks that could not be made. */
export function uncheckedOf({ findings }: Examination): string[] {
  return findings.flatMap(({ id, status }) => (status === 'not_checked' ? id : []));
}

/** What was seen of a fault; empty if there is none. */
export function seenOf({ findings }: Examination, id: string): string {
  const finding = findings.find((candidate) => candidate.id === id);
  return finding?.status === 'fault' ? finding.seen : '';
}
