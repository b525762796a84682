import { existsSync } from 'node:fs';
import { fromRoot } from './root.ts';

/** The production server, as `pnpm build` makes it. */
export const SERVER_BUNDLE = fromRoot('apps/server/dist/main.js');

/** Whether there is a production build, of the server and of the client that it serves. */
export const isBuilt = (): boolean =>
  existsSync(SERVER_BUNDLE) && existsSync(fromRoot('apps/client/dist/index.html'));
