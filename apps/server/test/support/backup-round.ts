import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ENDPOINTS } from '@latchkey/shared';
import { mongo } from 'mongoose';
import { PASSWORD } from './clients.ts';
import { programArgs } from './programs.ts';
import { startServerProcess, until, type ServerProcess } from './server-process.ts';
import { aName, Visitor } from './visitor.ts';

/**
 * What a backup under writers showed: how many writes were acknowledged before it began and while it was made; accounts that
 * are missing from what was restored, accounts in it that had been deleted, and owners of open sessions in it that have no
 * account: no point in time had such, since an account is made before its session and deleted after it.
 */
export type BackupRound = {
  acknowledged: number;
  meanwhile: number;
  lost: string[];
  undead: string[];
  orphans: unknown[];
};

const WRITERS = 8;
/** How many accounts there are before the backup begins. */
const ENOUGH = 40;

/** Runs `pnpm db` with arguments. */
const db = async (...args: string[]): Promise<unknown> =>
  promisify(execFile)(process.execPath, [...programArgs('db'), ...args]);

/** A server with the embedded database: its process, data folder and secret. */
export type Live = { server: ServerProcess; dataDir: string; secret: string };

/**
 * Lets 8 writers register accounts and delete every third again; backs the database up meanwhile, restores the backup, starts
 * another server on it and signs in to every account.
 */
export async function backupRound({ server, dataDir, secret }: Live): Promise<BackupRound> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-backup-'));
  const [backup, restored] = [join(folder, 'backup'), join(folder, 'restored')];
  const writers = startWriters(server);
  await until(async () => writers.there.size >= ENOUGH && writers.gone.size > 0);
  const [there, gone] = [[...writers.there], [...writers.gone]];
  await db('backup', backup, '--data', dataDir);
  const meanwhile = writers.there.size - there.length;
  await writers.stop();
  await db('restore', backup, '--data', restored);

  const again = await startServerProcess({ JWT_SECRET: secret, DATA_DIR: restored });
  try {
    const lost: string[] = [];
    const undead: string[] = [];
    for (const name of there) if (!(await canSignIn(again, name))) lost.push(name);
    for (const name of gone) if (await canSignIn(again, name)) undead.push(name);
    const orphans = await ownersWithoutAccount(restored);
    return { acknowledged: there.length + gone.length, meanwhile, lost, undead, orphans };
  } finally {
    await again.kill('SIGTERM');
    await rm(folder, { recursive: true });
  }
}

/** Whether a server lets somebody in; asks again while it is too busy to say. */
async function canSignIn(server: ServerProcess, name: string): Promise<boolean> {
  for (;;) {
    const { status } = await new Visitor(server).login(name, PASSWORD);
    if (status === 200 || status === 401) return status === 200;
  }
}

/** The accounts that a server has confirmed: those that stay, and those that were deleted again. */
type Writers = { there: Set<string>; gone: Set<string>; stop(): Promise<unknown> };

function startWriters(server: ServerProcess): Writers {
  const there = new Set<string>();
  const gone = new Set<string>();
  const stopping = new AbortController();
  const write = async (): Promise<void> => {
    for (let n = 1; !stopping.signal.aborted; n += 1) {
      const visitor = new Visitor(server);
      const name = aName('writer');
      // On a busy machine some are answered 503: not acknowledged.
      if ((await visitor.register(name, PASSWORD)).status !== 201) continue;
      if (n % 3 !== 0) there.add(name);
      else if ((await visitor.request('DELETE', ENDPOINTS.account, { password: PASSWORD })).status === 204)
        gone.add(name);
    }
  };
  const all = Promise.all(Array.from({ length: WRITERS }, write));
  return {
    there,
    gone,
    stop() {
      stopping.abort();
      return all;
    },
  };
}

/** Looks into the database of a running server, at the address that its data folder has. */
async function ownersWithoutAccount(dataDir: string): Promise<unknown[]> {
  const uri = (await readFile(join(dataDir, 'address'), 'utf8')).trim();
  const client = await new mongo.MongoClient(uri).connect();
  try {
    const database = client.db();
    const users = new Set((await database.collection('users').distinct('_id')).map(String));
    const open = { revokedAt: { $exists: false } };
    const owners: unknown[] = await database.collection('sessions').distinct('userId', open);
    return owners.filter((id) => !users.has(String(id)));
  } finally {
    await client.close();
  }
}
