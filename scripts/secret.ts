import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { provideSecret } from './lib/jwt-secret.ts';

// `pnpm secret [--rotate]`: writes JWT_SECRET into .env and never shows it.
const { values } = parseArgs({ options: { rotate: { type: 'boolean', default: false } } });
const outcome = provideSecret(resolve('.env'), values);

const report = {
  made: 'JWT_SECRET is written to .env. Never share that file.',
  rotated:
    'JWT_SECRET in .env now starts with a new secret; the old one still verifies. Remove it once the last token signed with it has expired.',
  kept: 'JWT_SECRET is already set in .env. `pnpm secret --rotate` puts a new one before it; to start over, remove the line.',
  elsewhere:
    'JWT_SECRET_FILE in .env names the file that holds the secret: nothing is written. `openssl rand -hex 64` makes a secret; to rotate, put it before the old one in that file, with a comma between them.',
};
if (outcome === 'kept' || outcome === 'elsewhere') {
  console.error(report[outcome]);
  process.exitCode = 1;
} else {
  console.log(report[outcome]);
}
