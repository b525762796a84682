/** The server's source of time; tests pass one that stands still. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
};

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Whole seconds since the epoch, the unit of a token's times (RFC 7519, 2 "NumericDate"). */
export function nowInSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}
