import { pathToFileURL } from 'node:url';
import { isBuilt, SERVER_BUNDLE } from './lib/build.ts';

// `pnpm start`: the production server, in this same process, so that signals reach it and its exit code is ours.
if (!isBuilt()) {
  console.error('There is no build to start: run `pnpm build` first.');
  process.exit(1);
}
await import(pathToFileURL(SERVER_BUNDLE).href);
