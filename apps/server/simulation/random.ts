/** Random numbers in [0, 1) that are the same for the same seed on every machine. */
export type Random = () => number;

/** The generator "mulberry32": 32 bits of state, good enough for arrival times. `seed`: any whole number. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number between `low` and `high`, all equally likely. */
export function uniform(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** The time until the next event of a Poisson process, in the unit of `mean`. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** One moment in each slot of `1 / perUnit` from 0 to `length`, anywhere in its slot: a rate without the noise of few events. */
export function spreadTimes(random: Random, perUnit: number, length: number): number[] {
  return Array.from({ length: Math.round(length * perUnit) }, (_, slot) => (slot + random()) / perUnit);
}
