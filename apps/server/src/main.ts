import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { obeyPrimary } from './cluster/worker.ts';
import { readEnv, type Env } from './env.ts';
import { loadDictionaries } from './lib/guessable-passwords.ts';
import { createLog, type Log } from './lib/log.ts';
import type { RunningServer } from './start.ts';

/** The same path from `src/` and from the bundle in `dist/`. */
const CLIENT_DIRECTORY = fileURLToPath(new URL('../../client/dist', import.meta.url));

/** The variables that the process was given, as opposed to those that `.env` adds. */
const given = new Set(Object.keys(process.env));

/** Exits the process with a readable message; a stack trace would hide what to do. */
function fail(what: string, error: unknown): never {
  process.stderr.write(`${what}${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function environment(): Env {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readEnv();
}

/** Exits the process once everything is closed. */
function exitAfter(closed: Promise<void>): void {
  void closed.then(
    () => process.exit(0),
    (error: unknown) => fail('Latchkey did not stop cleanly: ', error),
  );
}

/** Shuts down on SIGTERM and Ctrl-C. */
function stopOnSignals(log: Log, running: { stop(): Promise<void> }): void {
  let isShuttingDown = false;
  const shutDown = (signal: NodeJS.Signals): void => {
    // A second Ctrl-C means "now".
    if (isShuttingDown) process.exit(1);
    isShuttingDown = true;
    log.info(`${signal}: graceful shutdown`);
    exitAfter(running.stop());
  };
  process.on('SIGTERM', shutDown);
  process.on('SIGINT', shutDown);
}

async function serve(env: Env, log: Log): Promise<RunningServer> {
  if (env.production) await loadDictionaries();
  const { startServer } = await import('./start.ts');
  return startServer({ env, log, clientDirectory: env.production ? CLIENT_DIRECTORY : undefined });
}

async function supervise(env: Env, log: Log): Promise<{ stop(): Promise<void> }> {
  // Loaded only here, and without the server: the primary answers no requests.
  const { startPrimary } = await import('./cluster/primary.ts');
  const fromFile = Object.keys(process.env).filter((name) => !given.has(name));
  return startPrimary({
    env,
    log,
    entry: fileURLToPath(import.meta.url),
    // Each worker reads `.env` itself, so that a restart of the workers takes up what has changed there.
    workerEnv: Object.fromEntries(fromFile.map((name) => [name, undefined])),
    giveUp: (error) => fail('Latchkey gives up, as no worker is left: ', error),
  });
}

try {
  const env = environment();
  const log = createLog({ level: env.logLevel, pretty: !env.production, worker: cluster.worker?.id });
  if (cluster.isWorker) obeyPrimary(await serve(env, log), exitAfter);
  else stopOnSignals(log, await (env.workers > 1 ? supervise : serve)(env, log));
  log.flush();
} catch (error) {
  fail('Latchkey cannot start.\n', error);
}
