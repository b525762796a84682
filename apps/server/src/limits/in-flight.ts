/** Counts what is under way in this process, by key. */
export type InFlight = {
  /** Runs `work` and hands it its place: how many with this key are under way, itself included. */
  run<T>(key: string, work: (place: number) => Promise<T>): Promise<T>;
};

/** A count in memory; a key that nothing is under way for takes no room. */
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
