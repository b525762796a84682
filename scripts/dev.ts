import { once } from 'node:events';
import { resolve } from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { startApi } from './dev/api.ts';
import { endChild, startChild } from './dev/child.ts';
import { watchPaths } from './dev/watch-paths.ts';
import { readEnvFile, readVariable } from './lib/env-file.ts';
import { provideSecret } from './lib/jwt-secret.ts';
import { fromRoot } from './lib/root.ts';

// `pnpm dev`: runs the API, which restarts on changes, and Vite, until Ctrl-C.
const envFile = resolve('.env');
const hasSecret = process.env['JWT_SECRET'] || process.env['JWT_SECRET_FILE'];
if (!hasSecret && provideSecret(envFile) === 'made') {
  console.log('Made .env with a random JWT_SECRET.');
}

const apiPort = await portFrom(
  Number(process.env['PORT'] ?? readVariable(readEnvFile(envFile), 'PORT') ?? 3000),
);
const webPort = await portFrom(5173);
const apiOrigin = `http://127.0.0.1:${apiPort}`;
const address = `http://localhost:${webPort}`;
const NODE_ENV = 'development';

const api = startApi(apiOrigin, {
  NODE_ENV,
  HOST: '127.0.0.1',
  PORT: String(apiPort),
  PUBLIC_URL: address,
  // One process restarts faster, and its lines are in order.
  WORKERS: '1',
});
const web = startChild(fromRoot('scripts/dev/web.js'), {
  NODE_ENV,
  API_ORIGIN: apiOrigin,
  WEB_PORT: String(webPort),
});

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));
web.once('exit', () => void stop(1));

const webReady = once(web, 'message');
try {
  await Promise.all([api.ready(), webReady]);
  const sources = ['apps/server/src', 'packages/shared/src', 'packages/embedded-mongo/src'].map(fromRoot);
  await watchPaths([...sources, envFile], restart);
  console.log(`Latchkey is ready: ${address}`);
} catch {
  // The part that failed has said why; after Ctrl-C it is not a failure.
  await stop(1);
}

function restart(): void {
  if (!stopping) void api.restart();
}

/** Stops both children, then this process, with the exit code of the first call. */
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.all([api.stop(), endChild(web)]);
  process.exit(code);
}

/** The first port from the wanted one upwards on which nothing listens, at whatever address of this machine. */
async function portFrom(wanted: number): Promise<number> {
  const port = await getPort({ port: [wanted, ...portNumbers(Math.max(wanted, 1024), 65_535)] });
  if (port !== wanted) console.log(`Port ${wanted} is taken: using ${port}.`);
  return port;
}
