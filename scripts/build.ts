import { buildClient } from './build/client.ts';
import { buildServer } from './build/server.ts';

// `pnpm build`: what production runs, in apps/server/dist and apps/client/dist.
await Promise.all([buildServer(), buildClient()]);
console.log('Built apps/server/dist and apps/client/dist. `pnpm start` runs them.');
