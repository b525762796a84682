import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fromRoot } from './lib/root.ts';

// `pnpm start`: the production server. Passes signals on and ends as the server ends.
const [server, page] = ['apps/server/dist/main.js', 'apps/client/dist/index.html'].map(fromRoot);
if (server === undefined || page === undefined || !existsSync(server) || !existsSync(page)) {
  console.error('There is no build to start: run `pnpm build` first.');
  process.exit(1);
}

const child = spawn(process.execPath, ['--enable-source-maps', server], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
});
