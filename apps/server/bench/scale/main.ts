/**
 * `pnpm scale`: three production servers on one database behind a proxy with TLS, and what becomes of visitors while
 * servers are ended, killed and given a new secret and the database stops. Exits with 0 when every promise was kept.
 * Uses the MongoDB that `MONGODB_URI` names (one host, without TLS), else the embedded database.
 */
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { formatTable } from './outcome.ts';
import { runScale } from './run.ts';
import { FULL } from './size.ts';

const BUNDLE = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

const startedAt = performance.now();
const say = (text: string): void =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${text}`);

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => interruption.abort(new Error(`ended by ${signal}`)));

try {
  const outcomes = await runScale({
    size: FULL,
    say,
    mongodbUri: process.env['MONGODB_URI'] || undefined,
    server: { args: [BUNDLE] },
    mayDownload: true,
    signal: interruption.signal,
  });
  const broken = outcomes.filter(({ kept }) => !kept).length;
  console.log(`\n${formatTable(outcomes)}\n`);
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  );
  console.log(
    broken === 0 ? 'Every promise was kept.' : `${broken} of ${outcomes.length} promises were broken.`,
  );
  process.exit(broken === 0 ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
