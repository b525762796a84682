import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The database that clients use unless they name another. */
const DATABASE = 'latchkey';
/** The longest path of a socket that every POSIX system takes, in bytes. */
const MAX_SOCKET_PATH = 103;

/** Where the server listens, as `net.Server.listen` takes it, and how that is written as a MongoDB address. */
export type Address = {
  readonly listen: { readonly path: string } | { readonly host: string; readonly port: number };
  uri(port: number): string;
  remove(): void;
};

/**
 * A place to listen at: a unix socket in a new folder that only this user can enter; on Windows, which has no such
 * folders, a free TCP port of the loopback interface.
 */
export const createAddress = (): Address => {
  if (process.platform === 'win32') {
    const host = '127.0.0.1';
    return {
      listen: { host, port: 0 },
      uri: (port) => `mongodb://${host}:${port}/${DATABASE}?directConnection=true`,
      remove: () => undefined,
    };
  }
  const folder = createFolder();
  const path = join(folder, 'mongo.sock');
  return {
    listen: { path },
    uri: () => `mongodb://${encodeURIComponent(path)}/${DATABASE}?directConnection=true`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** mkdtemp gives the folder mode 0700. A temporary folder with a long name is passed over for /tmp. */
const createFolder = (): string => {
  const prefix = join(tmpdir(), 'latchkey-');
  const isShort = Buffer.byteLength(join(`${prefix}XXXXXX`, 'mongo.sock')) <= MAX_SOCKET_PATH;
  return mkdtempSync(isShort ? prefix : '/tmp/latchkey-');
};
