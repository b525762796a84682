/** Counts the work in flight in this process, by key. */
export type InFlight = {
  /** Runs `work` with its place: how many with this key are in flight, including itself. */
  run<T>(key: string, work: (place: number) => Promise<T>): Promise<T>;
};

/** Creates a count in memory; a key with nothing in flight takes no space. */
export function createInFlight(): InFlight {
  const counts = new Map<string, number>();
  return {
    async run(key, work) {
      const place = (counts.get(key) ?? 0) + 1;
      counts.set(key, place);
      try {
        return await work(place);
      } finally {
        const left = (counts.get(key) ?? 1) - 1;
        if (left === 0) counts.delete(key);
        else counts.set(key, left);
      }
    },
  };
}
