import { useEffect, useRef, useState } from 'react';

/** After these many milliseconds a wait is said to be one, and a retry is offered. */
const PENDING_AFTER = 300;
const SLOW_AFTER = 10_000;

/** Where a submission stands: `sent` is too short to mention, `pending` is worth a word, `slow` deserves a way out. */
export type SubmissionPhase = 'idle' | 'sent' | 'pending' | 'slow';

/**
 * One attempt at a time. `start` gives up the attempt that runs, if there is one, and begins another; it resolves to
 * what that came to, or to `null` when it was given up itself. The attempt must not reject. Leaving the page aborts.
 */
export function useSubmission() {
  const running = useRef<AbortController | null>(null);
  const [phase, setPhase] = useState<SubmissionPhase>('idle');

  async function start<Outcome>(attempt: (signal: AbortSignal) => Promise<Outcome>): Promise<Outcome | null> {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setPhase('sent');
    const timers = [
      setTimeout(() => setPhase('pending'), PENDING_AFTER),
      setTimeout(() => setPhase('slow'), SLOW_AFTER),
    ];
    controller.signal.addEventListener('abort', () => timers.forEach(clearTimeout));
    const outcome = await attempt(controller.signal);
    if (running.current !== controller) return null;
    timers.forEach(clearTimeout);
    running.current = null;
    setPhase('idle');
    return outcome;
  }

  useEffect(
    () => () => {
      running.current?.abort();
      running.current = null;
    },
    [],
  );

  return { phase, isRunning: (): boolean => running.current !== null, start };
}
