// Takes pictures of pages, light and dark, wide and narrow, in both languages, into `screenshots/`:
// `pnpm build && pnpm screenshots [NAME...]`, of all pages by default. `inspector.dark.narrow.ko.png` is what it says.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { LANGUAGES } from '@latchkey/shared';
import { createDatabase } from '../harness/database.ts';
import { findBrowser } from '../harness/find-browser.ts';
import { createLivedInAccount } from '../harness/lived-in-account.ts';
import { randomSecret } from '../harness/secret.ts';
import { startServer } from '../harness/server.ts';
import { TOKEN_COOKIE } from '../harness/token.ts';
import { PICTURES, takePicture, type Look, type Picture } from './picture.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDER = join(ROOT, 'screenshots');
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };
const LOOKS: Look[] = (['light', 'dark'] as const).flatMap((scheme) =>
  Object.entries(SIZES).flatMap(([size, viewport]) =>
    LANGUAGES.map((language) => ({ scheme, size, viewport, language })),
  ),
);

const names = process.argv.slice(2);
const unknown = names.filter((name) => !PICTURES.some((picture) => picture.name === name));
if (unknown.length > 0)
  exitWith(`No page ${unknown.join(', ')}. There are: ${PICTURES.map(({ name }) => name).join(', ')}.`);
if (
  !existsSync(join(ROOT, 'apps/client/dist/index.html')) ||
  !existsSync(join(ROOT, 'apps/server/dist/main.js'))
)
  exitWith('There is no build to take pictures of: run `pnpm build` first.');

const database = await createDatabase();
const secret = randomSecret();
const token = await createLivedInAccount(database, secret);
const server = await startServer(database, secret, { INSPECTOR: 'on' });
const cookie = {
  name: TOKEN_COOKIE,
  value: token,
  url: server.url,
  httpOnly: true,
  sameSite: 'Lax',
} as const;
const executablePath = process.env['CHROMIUM_PATH'] || findBrowser();
const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
try {
  for (const picture of PICTURES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    for (const look of LOOKS) await take(picture, look);
  }
} finally {
  await browser.close();
  await server.stop();
  await database.remove();
}

async function take(picture: Picture, look: Look): Promise<void> {
  const file = `${picture.name}.${look.scheme}.${look.size}.${look.language}.png`;
  const cookies = picture.isSignedIn ? [cookie] : [];
  const shot = { origin: server.url, cookies, picture, look, path: join(FOLDER, file) };
  // The database of a busy machine may take longer than a request waits: the page then says so, which is not its picture.
  await takePicture(browser, shot).catch(() => takePicture(browser, shot));
  console.log(`screenshots/${file}`);
}

function exitWith(message: string): never {
  console.error(message);
  process.exit(1);
}
