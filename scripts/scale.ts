import { statSync } from 'node:fs';
import { isBuilt, SERVER_BUNDLE } from './lib/build.ts';

// `pnpm scale`: three production servers behind a proxy with TLS, tried in every way that they must survive.
if (isBuilt())
  console.log(`The build of ${statSync(SERVER_BUNDLE).mtime.toISOString()}; \`pnpm build\` makes a new one.`);
else await import('./build.ts');
// By URL rather than by name: it is part of the server, which is a separate project for the compiler.
const scale = new URL('../apps/server/bench/scale/main.ts', import.meta.url);
await import(scale.href);
