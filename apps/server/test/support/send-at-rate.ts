import { setTimeout as wait } from 'node:timers/promises';

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
  const sent: Promise<void>[] = [];
  while (!signal.aborted) {
    const due = ((performance.now() - startedAt) / 1000) * perSecond;
    while (sent.length < due) sent.push(send());
    await wait(5);
  }
  await Promise.all(sent);
}
