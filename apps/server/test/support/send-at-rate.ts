import { setTimeout as wait } from 'node:timers/promises';

/** As many calls may be under way; a machine too busy to answer them gets no more. */
const MAX_PENDING = 100;

/**
 * Calls `send` that often, on a schedule that does not wait for answers, until `signal` is aborted. Resolves when all
 * calls have resolved.
 */
export async function sendAtRate(
  perSecond: number,
  send: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = performance.now();
  const pending = new Set<Promise<void>>();
  let scheduled = 0;
  while (!signal.aborted) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
    for (; scheduled < due; scheduled += 1) {
      if (pending.size >= MAX_PENDING) continue;
      const call = send().finally(() => pending.delete(call));
      pending.add(call);
    }
    await wait(5);
  }
  await Promise.all(pending);
}
