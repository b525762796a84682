// Scores pages with Lighthouse on its mobile profile, each the median of five runs:
// `pnpm build && pnpm lighthouse [--lang=ko] [PATH...]`, of /login and /register in English by default. Lighthouse is
// fetched on first use: nothing else here needs its many packages.
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { PAGES } from '@latchkey/shared';
import { createDatabase } from '../harness/database.ts';
import { BROWSERS, findBrowser } from '../harness/find-browser.ts';
import { randomSecret } from '../harness/secret.ts';
import { startServer } from '../harness/server.ts';

/** The newest that runs on Node 20 and whose simulated throttling the budgets were written for. */
const LIGHTHOUSE = 'lighthouse@12.2.3';
const RUNS = 5;
const SCORES = ['performance', 'accessibility', 'best-practices', 'seo'];
/** Milliseconds, but for the layout shift. */
const METRICS = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'total-blocking-time',
  'cumulative-layout-shift',
];

type Report = {
  categories: Record<string, { score: number }>;
  audits: Record<string, { numericValue: number }>;
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { lang: { type: 'string', default: 'en' } },
});
const paths = positionals.length > 0 ? positionals : [PAGES.login, PAGES.register];
const CHROME_PATH = process.env['CHROMIUM_PATH'] ?? findBrowser(BROWSERS);
const database = await createDatabase();
const server = await startServer(database, randomSecret());
try {
  for (const path of paths) {
    const reports: Report[] = [];
    while (reports.length < RUNS) reports.push(await score(server.url + path));
    const median = (figure: (report: Report) => number | undefined) =>
      reports.map((report) => figure(report) ?? Number.NaN).toSorted((one, other) => one - other)[RUNS >> 1];
    const scores = SCORES.map((name) => [name, (median((one) => one.categories[name]?.score) ?? 0) * 100]);
    const metrics = METRICS.map((name) => [
      name,
      Number(median((one) => one.audits[name]?.numericValue)?.toFixed(3)),
    ]);
    console.log(path, Object.fromEntries([...scores, ...metrics]));
  }
} finally {
  await server.stop();
  await database.remove();
}

async function score(url: string): Promise<Report> {
  const flags = `--headless=new --accept-lang=${values.lang} ${process.getuid?.() === 0 ? '--no-sandbox' : ''}`;
  const { stdout } = await promisify(execFile)(
    'npx',
    ['-y', LIGHTHOUSE, url, '--output=json', '--quiet', `--chrome-flags=${flags}`],
    { env: { ...process.env, CHROME_PATH }, maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout);
}
