import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readEnv, type Env } from './env.ts';
import { loadDictionaries } from './lib/guessable-passwords.ts';
import { createLog } from './lib/log.ts';
import { startServer } from './start.ts';

/** The same path from `src/` and from the bundle in `dist/`. */
const CLIENT_DIRECTORY = fileURLToPath(new URL('../../client/dist', import.meta.url));

/** Exits the process with a readable message; a stack trace would hide what to do. */
function fail(what: string, error: unknown): never {
  process.stderr.write(`${what}${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function environment(): Env {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readEnv();
}

try {
  const env = environment();
  const log = createLog(env.logLevel, !env.production);
  if (env.production) await loadDictionaries();
  const server = await startServer({
    env,
    log,
    clientDirectory: env.production ? CLIENT_DIRECTORY : undefined,
  });
  log.flush();
  let isShuttingDown = false;
  const shutDown = (signal: NodeJS.Signals): void => {
    // A second Ctrl-C means "now".
    if (isShuttingDown) process.exit(1);
    isShuttingDown = true;
    log.info(`${signal}: graceful shutdown`);
    void server.stop().then(
      () => process.exit(0),
      (error: unknown) => fail('Latchkey did not stop cleanly: ', error),
    );
  };
  process.on('SIGTERM', shutDown);
  process.on('SIGINT', shutDown);
} catch (error) {
  fail('Latchkey cannot start.\n', error);
}
