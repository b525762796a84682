import { randomBytes } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The database that clients use unless they name another. */
const DATABASE = 'latchkey';
const SOCKET = 'mongo.sock';
/** The longest path of a socket that every POSIX system takes, in bytes. */
const MAX_SOCKET_PATH = 103;

/** The file in a data folder that has the address of the server that runs on it, if one does: a crash leaves it behind. */
export const ADDRESS_FILE = 'address';

/** Writes down an address for other processes of this user; it may hold a password. To be called by the lock's holder. */
export const publishAddress = (dataDir: string, uri: string): void => {
  withdrawAddress(dataDir);
  writeFileSync(join(dataDir, ADDRESS_FILE), `${uri}\n`, { mode: 0o600, flag: 'wx' });
};

/** Removes what `publishAddress` wrote. */
export const withdrawAddress = (dataDir: string): void =>
  rmSync(join(dataDir, ADDRESS_FILE), { force: true });

/**
 * Where the server listens, as `net.Server.listen` takes it, how that is written as a MongoDB address, and the password
 * in that address where not only this user can reach it.
 */
export type Address = {
  readonly listen: { readonly path: string } | { readonly host: string; readonly port: number };
  readonly password?: string;
  uri(port: number): string;
  remove(): void;
};

/**
 * A place to listen at for the holder of a data folder's lock: a unix socket in a new folder that only this user can
 * enter; on Windows, which has no such folders, a free TCP port of the loopback interface and a random password.
 */
export const createAddress = (dataDir: string, platform: NodeJS.Platform = process.platform): Address => {
  if (platform === 'win32') {
    const host = '127.0.0.1';
    const password = randomBytes(32).toString('hex');
    return {
      listen: { host, port: 0 },
      password,
      uri: (port) =>
        `mongodb://${DATABASE}:${password}@${host}:${port}/${DATABASE}?directConnection=true&authMechanism=PLAIN&authSource=%24external`,
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
