import { install } from '@sinonjs/fake-timers';

/** When virtual time begins, in ms since the epoch. */
const START = Date.UTC(2026, 0, 1);

/** Time that jumps from one timer to the next. */
export type VirtualTime = {
  /** Milliseconds since the virtual start. */
  now(): number;
  /** Lets `ms` pass: every timer that is due runs, in order, with all that it resolves. */
  pass(ms: number): Promise<void>;
};

/** Reports how much of the virtual time has passed, 0 to 1. */
export type OnProgress = (share: number) => void;

// Timers are all that is replaced, so that this one still reaches the event loop.
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Runs `body` with timers, `Date` and `performance.now()` in virtual time, so that the product's own code, which reads the
 * clock and sets timers, runs through hours in seconds and always in the same order.
 */
export async function inVirtualTime<T>(body: (time: VirtualTime) => Promise<T>): Promise<T> {
  const clock = install({
    now: START,
    toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'],
    loopLimit: Infinity,
  });
  const pass = async (ms: number): Promise<void> => {
    const alarm = { rang: false };
    setTimeout(() => (alarm.rang = true), Math.max(0, ms));
    await turn();
    // One timer at a time; everything that it sets off is over before the next.
    while (!alarm.rang) {
      clock.next();
      await turn();
    }
  };
  try {
    return await body({ now: () => clock.now - START, pass });
  } finally {
    clock.uninstall();
  }
}
