import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fromRoot } from './lib/root.ts';

// `pnpm start`: the production server, in this same process, so that signals reach it and its exit code is ours.
const server = fromRoot('apps/server/dist/main.js');
if (!existsSync(server) || !existsSync(fromRoot('apps/client/dist/index.html'))) {
  console.error('There is no build to start: run `pnpm build` first.');
  process.exit(1);
}
await import(pathToFileURL(server).href);
