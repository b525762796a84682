/** One line of pretty-printed JSON, and what the last change did to it. */
export type JsonLine = { text: string; change: 'added' | 'removed' | null };

/**
 * `after` as pretty JSON line by line, with the lines marked that `before` did not have, and those that only `before`
 * had in their place. Made for the flat objects of the slices; `null` prints as `null`.
 */
export function jsonDiff(before: unknown, after: unknown): JsonLine[] {
  const [old, current] = [linesOf(before), linesOf(after)];
  const gone = old
    .filter((line) => !current.includes(line))
    .map((text) => ({ text, change: 'removed' }) as const);
  const here = current.map((text) => ({ text, change: old.includes(text) ? null : ('added' as const) }));
  return [...here, ...gone];
}

function linesOf(value: unknown): string[] {
  return JSON.stringify(value, null, 2).split('\n');
}
