import type { EmbeddedMongo } from '@latchkey/embedded-mongo';
import type { Log } from './log.ts';

/** The embedded database's data folder, and how much memory documents may take (MB). */
export type EmbeddedDatabaseOptions = { dataDir: string; embeddedMaxMb: number | undefined };

/** Starts the embedded database, which is loaded only now: it brings a native library. */
export async function startEmbeddedDatabase(
  { dataDir, embeddedMaxMb }: EmbeddedDatabaseOptions,
  log: Log,
): Promise<EmbeddedMongo> {
  const { startEmbeddedMongo } = await import('@latchkey/embedded-mongo');
  return startEmbeddedMongo({ dataDir, maxMegabytes: embeddedMaxMb, onWarning: (text) => log.warn(text) });
}
