import { lstatSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The database that clients use unless they name another. */
const DATABASE = 'latchkey';
const SOCKET = 'mongo.sock';
/** The longest path of a socket that every POSIX system takes, in bytes. */
const MAX_SOCKET_PATH = 103;

/** Where the server listens, as `net.Server.listen` takes it, and how that is written as a MongoDB address. */
export type Address = {
  readonly listen: { readonly path: string } | { readonly host: string; readonly port: number };
  uri(port: number): string;
  remove(): void;
};

/**
 * A place to listen at for the holder of a data folder's lock: a unix socket in a new folder that only this user can
 * enter; on Windows, which has no such folders, a free TCP port of the loopback interface.
 */
export const createAddress = (dataDir: string): Address => {
  if (process.platform === 'win32') {
    const host = '127.0.0.1';
    return {
      listen: { host, port: 0 },
      uri: (port) => `mongodb://${host}:${port}/${DATABASE}?directConnection=true`,
      remove: () => undefined,
    };
  }
  const folder = createFolder(dataDir);
  const path = join(folder, SOCKET);
  return {
    listen: { path },
    uri: () => `mongodb://${encodeURIComponent(path)}/${DATABASE}?directConnection=true`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/**
 * A folder of mode 0700, as mkdtemp makes it, named after the data folder, so that the next holder of its lock finds and
 * removes what a crash left. Device and inode tell the data folder from a copy of it, which may be in use as well.
 */
const createFolder = (dataDir: string): string => {
  const { dev, ino } = statSync(dataDir, { bigint: true });
  const prefix = `latchkey-${dev.toString(36)}-${ino.toString(36)}-`;
  const isShort = Buffer.byteLength(join(tmpdir(), `${prefix}XXXXXX`, SOCKET)) <= MAX_SOCKET_PATH;
  const parent = isShort ? tmpdir() : '/tmp';
  removeLeftovers(parent, prefix);
  return mkdtempSync(join(parent, prefix));
};

const removeLeftovers = (parent: string, prefix: string): void => {
  try {
    for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
      const folder = join(parent, name);
      // In a shared temporary folder others may make such names, too.
      if (lstatSync(folder).uid === process.getuid?.()) rmSync(folder, { recursive: true, force: true });
    }
  } catch {
    // A temporary folder may be one that cannot be listed: an empty folder left there is no reason not to start.
  }
};
