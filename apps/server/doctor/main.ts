import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { originOf } from './environment.ts';
import { examine } from './examine.ts';
import { formatText } from './print.ts';

const USAGE = `pnpm run doctor [URL] [--json]
  URL     the address that browsers use, such as https://example.org; by default PUBLIC_URL of .env
  --json  prints the findings as JSON
Exit code: 0 without a fault, 1 with one, 2 for wrong usage. Changes nothing and prints no secret.`;

/** The status that the process ends with. */
async function main(): Promise<0 | 1 | 2> {
  const { url, isJson } = readArguments();
  if (existsSync('.env')) process.loadEnvFile('.env');
  const examination = await examine({ origin: url, source: process.env });
  if (examination === null) throw new UsageError('PUBLIC_URL is not an address: name one.');
  const text = isJson ? JSON.stringify(examination, null, 2) : formatText(examination);
  process.stdout.write(`${text}\n`);
  return examination.findings.some(({ status }) => status === 'fault') ? 1 : 0;
}

class UsageError extends Error {
  override name = 'UsageError';
}

function readArguments(): { url: string | undefined; isJson: boolean } {
  try {
    const options = { json: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [text, ...rest] = positionals;
    const url = originOf(text);
    if (rest.length > 0) throw new UsageError('One address at a time.');
    if (text !== undefined && url === undefined)
      throw new UsageError(`"${text}" is not an http or https address.`);
    return { url, isJson: values.json };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(String(error));
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n\n${USAGE}\n`);
  process.exitCode = 2;
}
