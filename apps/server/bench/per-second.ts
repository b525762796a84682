/**
 * How many times per second `work` is done by so many `workers` that keep repeating it for `ms` milliseconds; each passes
 * its number.
 */
export async function perSecond(
  workers: number,
  ms: number,
  work: (worker: number) => Promise<unknown>,
): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  const run = async (_: unknown, worker: number): Promise<void> => {
    while (performance.now() < startedAt + ms) {
      await work(worker);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: workers }, run));
  return (done * 1000) / (performance.now() - startedAt);
}
