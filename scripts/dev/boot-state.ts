import type { Plugin } from 'vite';
import { PASSWORD_LENGTH } from '../../packages/shared/src/lengths.ts';
import { BOOT_SCRIPT, type BootSettings } from '../../packages/shared/src/pages.ts';
import { readEnvFile, readVariable } from '../lib/env-file.ts';

/** Writes into the page what the production server would, except the user; read for each page, as `.env` may change. */
export const bootState: Plugin = {
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
