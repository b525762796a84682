import { createServer, type Plugin } from 'vite';
import { BOOT_SCRIPT, PASSWORD_LENGTH, type BootSettings } from '../../packages/shared/src/index.ts';
import { readEnvFile, readVariable } from '../lib/env-file.ts';
import { fromRoot } from '../lib/root.ts';

/** Writes into the page what the production server would, except the user; read for each page, as `.env` may change. */
const bootState: Plugin = {
  name: 'boot-state',
  transformIndexHtml(page) {
    const env = readEnvFile('.env');
    const setting = (name: string) => process.env[name] || readVariable(env, name);
    const settings: BootSettings = {
      passwordMinLength: Number(setting('PASSWORD_MIN_LENGTH') ?? PASSWORD_LENGTH.min),
      ...(setting('INSPECTOR') !== 'off' && { lab: true }),
    };
    const boot = JSON.stringify(settings);
    return page.replace(
      BOOT_SCRIPT.empty,
      `<script type="application/json" id="${BOOT_SCRIPT.id}">${boot}</script>`,
    );
  },
};

// Vite's server as a separate process; notifies its parent when it listens on WEB_PORT.
const server = await createServer({
  root: fromRoot('apps/client'),
  clearScreen: false,
  plugins: [bootState],
  server: { port: Number(process.env['WEB_PORT']), strictPort: true },
});
await server.listen();
process.send?.('ready');
