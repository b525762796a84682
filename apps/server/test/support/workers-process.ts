import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { programArgs } from './programs.ts';
import { until } from './server-process.ts';

/** A server of several processes, in a folder of its own. */
export type WorkersProcess = {
  origin: string;
  primary: ChildProcess;
  /** The process ids of all workers that have ever accepted requests, the oldest first. */
  workers(): number[];
  output(): string;
  /** Writes the folder's `.env`. */
  configure(lines: Record<string, string>): Promise<void>;
  /** Kills what still runs and removes the folder. */
  remove(): Promise<void>;
};

/** A port, by default a free one, and a MongoDB, by default an embedded database in the folder. */
export type WorkersOptions = { port?: number; mongodbUri?: string };

/** Starts `main.ts` with `WORKERS=2` and these lines in its `.env`; does not wait for it. */
export async function startWorkersProcess(
  lines: Record<string, string>,
  { port, mongodbUri }: WorkersOptions = {},
): Promise<WorkersProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-workers-'));
  const configure = async (variables: Record<string, string>): Promise<void> =>
    writeFile(
      join(folder, '.env'),
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
  await configure(lines);
  const PORT = String(port ?? (await freePort()));
  const primary = spawn(process.execPath, programArgs('main'), {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      PORT,
      WORKERS: '2',
      BCRYPT_COST: '4',
      RATE_LIMIT: 'off',
      ...(mongodbUri !== undefined && { MONGODB_URI: mongodbUri }),
    },
  });
  let output = '';
  for (const stream of [primary.stdout, primary.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  return {
    origin: `http://127.0.0.1:${PORT}`,
    primary,
    workers: () => [...output.matchAll(/process (\d+)\) accepts requests/g)].map(([, pid]) => Number(pid)),
    output: () => output,
    configure,
    async remove() {
      if (!hasExited(primary)) {
        primary.kill('SIGKILL');
        await once(primary, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves once so many workers have accepted requests since the start. Rejects if the server exits first. */
export async function untilStarted(server: WorkersProcess, count: number): Promise<void> {
  await until(async () => {
    if (hasExited(server.primary)) throw new Error(`the server has exited: ${server.output()}`);
    return server.workers().length >= count;
  });
}

/** Whether a process runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function hasExited({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
