import type { ServerReport } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { isDbUnavailable, readDbTime } from '../../lib/db.ts';
import { findMissingIndexes } from '../../models/models.ts';

/** What HTTP knows of the request that asks. */
export type AskingRequest = Pick<ServerReport, 'client' | 'peerPort' | 'forwardedFor' | 'forwardedProto'>;

/** Describes this server: its configuration without any secret, its database, and how the request reached it. */
export async function reportServer(deps: RequestDeps, request: AskingRequest): Promise<ServerReport> {
  const { keyRing, publicOrigin, trustProxy } = deps;
  return {
    keyIds: keyRing.all.map(({ kid }) => kid),
    publicOrigin,
    trustProxy,
    ...request,
    database: await describeDatabase(deps),
  };
}

async function describeDatabase(deps: RequestDeps): Promise<ServerReport['database']> {
  const { db, deadline, limits, models } = deps;
  try {
    const now = await deadline.run(() => readDbTime(db));
    const missing = await deadline.run(() =>
      Promise.all([findMissingIndexes(models), limits.findMissingIndexes()]),
    );
    return { now: now.getTime() / 1000, missingIndexes: missing.flat() };
  } catch (error) {
    if (isDbUnavailable(error)) return null;
    throw error;
  }
}
