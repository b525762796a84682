// Vite's server as a separate process; notifies its parent when it listens on WEB_PORT. Plain JavaScript, since Vite can
// compile what is not: a loader of TypeScript, through which all of Vite would go, takes 2 s of CPU time more.
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createServer, runnerImport } from 'vite';

const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));

const { bootState } = (await runnerImport(pathOf('boot-state.ts'))).module;
const server = await createServer({
  root: pathOf('../../apps/client'),
  clearScreen: false,
  plugins: [bootState],
  server: { port: Number(process.env.WEB_PORT), strictPort: true },
});
await server.listen();
process.send?.('ready');
