import { createServer } from 'vite';
import { fromRoot } from '../lib/root.ts';

// Vite's server as a process of its own; tells its parent when it listens on WEB_PORT.
const server = await createServer({
  root: fromRoot('apps/client'),
  clearScreen: false,
  server: { port: Number(process.env['WEB_PORT']), strictPort: true },
});
await server.listen();
process.send?.('ready');
