import { build } from 'vite';
import { buildServer } from './build/server.ts';
import { fromRoot } from './lib/root.ts';

// `pnpm build`: what production runs, in apps/server/dist and apps/client/dist.
await Promise.all([buildServer(), build({ root: fromRoot('apps/client'), logLevel: 'warn' })]);
console.log('Built apps/server/dist and apps/client/dist. `pnpm start` runs them.');
