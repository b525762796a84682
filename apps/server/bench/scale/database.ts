import { randomBytes } from 'node:crypto';
import { createConnection } from 'mongoose';
import { startDatabaseProcess } from '../../test/support/database-process.ts';
import { proxyDatabase } from '../../test/support/database-proxy.ts';

/** An empty database that can be stopped and resumed; `name` says which one it is. */
export type ScaleDatabase = {
  name: string;
  uri: string;
  /** Resolves once nothing is answered any more. */
  freeze(): Promise<void>;
  thaw(): void;
  end(): Promise<void>;
};

/**
 * Opens one: a database with a new name on the MongoDB at `uri`, behind a small proxy that can hold the traffic, or
 * without a `uri` the embedded database in a process of its own, which can be stopped itself.
 */
export async function openDatabase(uri: string | undefined): Promise<ScaleDatabase> {
  if (uri !== undefined) return openForeign(uri);
  const embedded = await startDatabaseProcess();
  return { name: 'the embedded database in its own process (pnpm db)', ...embedded };
}

async function openForeign(uri: string): Promise<ScaleDatabase> {
  const fresh = withNewName(uri);
  const proxy = await proxyDatabase(fresh);
  return {
    name: 'MONGODB_URI, behind a proxy that can hold its traffic',
    uri: proxy.uri,
    freeze: async () => proxy.freeze(),
    thaw: () => proxy.thaw(),
    async end() {
      proxy.thaw();
      proxy.close();
      const connection = await createConnection(fresh).asPromise();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

/** The address of an unused database on the same MongoDB. */
function withNewName(uri: string): string {
  if (!URL.canParse(uri) || /^mongodb\+srv:|[?&](tls|ssl)=true/.test(uri))
    throw new Error(
      'MONGODB_URI must name one host without TLS: the run puts a proxy in front of it, to stop its traffic.',
    );
  const url = new URL(uri);
  if (url.username !== '' && !url.searchParams.has('authSource'))
    url.searchParams.set('authSource', url.pathname.slice(1) || 'admin');
  url.pathname = `/latchkey_scale_${randomBytes(6).toString('hex')}`;
  return url.href;
}
