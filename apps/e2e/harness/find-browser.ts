import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const PLAYWRIGHT = createRequire(import.meta.url).resolve('@playwright/test/cli');
/** Chromium without the parts that draw windows, which is all that a test needs: it starts a page in half the time. */
const SHELL = 'chromium-headless-shell';
/** Chromium as people use it, by the names of its programs. */
export const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * Returns the absolute path of a working Chromium: `CHROMIUM_PATH`, else one on this machine, else one that it installs
 * with apt-get (as root on Debian; never sudo) or Playwright. `names`: programs to look for, the best first. When none of
 * that works, throws and says what to do.
 */
export function findBrowser(names: readonly string[] = [SHELL, ...BROWSERS]): string {
  const path =
    process.env['CHROMIUM_PATH'] ||
    installed(names) ||
    installedWithApt(names) ||
    installedByPlaywright(names);
  if (path === undefined) {
    throw new Error(
      'No Chromium for the browser tests: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
    );
  }
  return path;
}

function installed(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, MAC, chromium.executablePath()].find(runs);
}

function installedWithApt(names: readonly string[]): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  console.log('No Chromium here: installing it with apt-get.');
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  return installed(names);
}

function installedByPlaywright(names: readonly string[]): string | undefined {
  console.log("No Chromium here: downloading Playwright's.");
  run(process.execPath, [PLAYWRIGHT, 'install', 'chromium']);
  return installed(names);
}

/** Whether a browser exists and starts: Ubuntu's chromium-browser, for one, may be an empty shell. */
function runs(path: string): boolean {
  return existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
}

function run(command: string, args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
}
