/** How long the run takes, and how patient it is. Times in milliseconds. */
export type Size = {
  servers: number;
  /** Requests per second. */
  rate: number;
  /** How long the load goes on after a server was killed. */
  loadMs: number;
  /** People who stay signed in. A client may register 20 accounts an hour, and the run needs nine others. */
  visitors: number;
  revocationRounds: number;
  bcryptCost: number;
  /** How old a token is when it is renewed. The days of the default would be too long to wait for. */
  renewAfterMs: number;
  shutdownDelayMs: number;
  maxStalenessMs: number;
  /** Added to every time limit. */
  patienceMs: number;
};

/** What `pnpm scale` runs. */
export const FULL: Size = {
  servers: 3,
  rate: 200,
  loadMs: 5000,
  visitors: 10,
  revocationRounds: 12,
  bcryptCost: 12,
  renewAfterMs: 20_000,
  shutdownDelayMs: 1500,
  maxStalenessMs: 10_000,
  patienceMs: 0,
};

/** The same as a test: on a machine that is busy with other tests, what happens matters, and not how fast. */
export const SHORT: Size = {
  servers: 2,
  rate: 20,
  loadMs: 500,
  visitors: 3,
  revocationRounds: 2,
  bcryptCost: 4,
  renewAfterMs: 6000,
  shutdownDelayMs: 1000,
  maxStalenessMs: 10_000,
  patienceMs: 30_000,
};
