import { setTimeout as wait } from 'node:timers/promises';

/** The maximum number of calls in flight; a machine too busy to answer them gets no more. */
const MAX_PENDING = 100;

/**
 * Calls `send` at that rate, on a schedule that does not wait for responses, until `signal` is aborted. Resolves when
 * all calls have resolved.
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
