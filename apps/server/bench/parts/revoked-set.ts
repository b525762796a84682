import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { SessionModel } from '../../src/models/session.ts';
import { createRevocationFeed } from '../../src/sessions/revocation/feed.ts';
import { RevokedSet } from '../../src/sessions/revocation/revoked-set.ts';
import { sessionSource } from '../../src/sessions/revocation/session-source.ts';
import { quantile, rounded } from '../statistics.ts';

const LOOKUPS = 1_000_000;
const POLLS = 50;
/** The default `REVOCATION_INTERVAL`: together with the fixed ten seconds it makes the overlap of two polls. */
const INTERVAL_MS = 1000;

/**
 * What the set of revoked sessions costs once it has been loaded from a database: its memory, a lookup, and a poll when
 * none was revoked lately. `ids` are the revoked sessions; throws if the set lacks one.
 */
export async function measureRevokedSet(
  Session: SessionModel,
  ids: readonly string[],
): Promise<{ setMb: number; lookupUs: number; pollMs: number }> {
  const feed = createRevocationFeed({ source: sessionSource(Session), intervalMs: INTERVAL_MS });
  const set = new RevokedSet();
  const poll = async (): Promise<number> => {
    const startedAt = performance.now();
    for await (const session of feed.poll()) set.add(session);
    return performance.now() - startedAt;
  };
  const before = usedHeap();
  await poll();
  const setMb = (usedHeap() - before) / 1e6;
  const startedAt = performance.now();
  let found = 0;
  for (let lookup = 0; lookup < LOOKUPS; lookup += 1) if (set.has(ids[lookup % ids.length] ?? '')) found += 1;
  const lookupUs = ((performance.now() - startedAt) * 1000) / LOOKUPS;
  if (found !== LOOKUPS) throw new Error('the set lacks revoked sessions');
  const polls: number[] = [];
  for (let number = 0; number < POLLS; number += 1) polls.push(await poll());
  return { setMb: rounded(setMb), lookupUs: rounded(lookupUs), pollMs: rounded(quantile(polls, 0.5)) };
}

/** In bytes, after a garbage collection. */
function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
