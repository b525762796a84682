import { useEffect, useRef, useState } from 'react';
import type { ApiError } from '../store/app-thunk.ts';

/** After these many milliseconds a wait is said to be one, and a retry is offered. */
const PENDING_AFTER = 300;
const SLOW_AFTER = 10_000;

/** Where a submission stands: `sent` is too short to mention, `pending` is worth a word, `slow` deserves a way out. */
export type SubmissionPhase = 'idle' | 'sent' | 'pending' | 'slow';

/**
 * Sends a form once, however often it is submitted meanwhile. `send` answers what went wrong, or `null`; `retry` gives
 * up the running request and sends the same body again.
 */
export function useSubmission<Body>(send: (body: Body, signal: AbortSignal) => Promise<ApiError | null>) {
  const running = useRef<{ controller: AbortController; body: Body } | null>(null);
  const [phase, setPhase] = useState<SubmissionPhase>('idle');
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function start(body: Body): Promise<ApiError | null> {
    const run = { controller: new AbortController(), body };
    running.current = run;
    setFailure(null);
    setPhase('sent');
    const timers = [
      setTimeout(() => setPhase('pending'), PENDING_AFTER),
      setTimeout(() => setPhase('slow'), SLOW_AFTER),
    ];
    run.controller.signal.addEventListener('abort', () => timers.forEach(clearTimeout));
    const outcome = await send(body, run.controller.signal);
    if (running.current !== run) return null;
    timers.forEach(clearTimeout);
    running.current = null;
    setPhase('idle');
    setFailure(outcome);
    return outcome;
  }

  useEffect(() => () => running.current?.controller.abort(), []);

  return {
    phase,
    failure,
    submit: async (body: Body): Promise<ApiError | null> => (running.current === null ? start(body) : null),
    retry: async (): Promise<ApiError | null> => {
      const previous = running.current;
      previous?.controller.abort();
      return previous === null ? null : start(previous.body);
    },
  };
}
