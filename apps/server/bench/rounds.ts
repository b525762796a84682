/** How much of everything is measured. */
export type Effort = {
  rounds: number;
  /** By how much every duration is shortened: 1 in a full run. */
  scale: number;
  /** The largest number of users, sessions and revoked sessions. */
  largest: number;
};

const startedAt = performance.now();

/** Prints a line of progress, with the time since the start of the run. */
export function progress(text: string): void {
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  process.stderr.write(`[${clock}] ${text}\n`);
}

/**
 * Measures all subjects in turn, `rounds` times, so that a busy moment of the machine does not affect one of them alone.
 * Each round begins with another one.
 */
export async function inRounds<T>(
  what: string,
  rounds: number,
  subjects: readonly T[],
  measure: (subject: T) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    progress(`${what}: round ${round + 1} of ${rounds}`);
    const first = round % subjects.length;
    for (const subject of [...subjects.slice(first), ...subjects.slice(0, first)]) await measure(subject);
  }
}
