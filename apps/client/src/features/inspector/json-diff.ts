/** Pretty-printed JSON line by line, and what the last change did to it. */
export type JsonDiff = {
  lines: { text: string; isNew: boolean }[];
  /** The lines that are no longer there. */
  gone: string[];
};

/**
 * Compares two values of a slice, which are flat objects or `null`. Where nothing was before, nothing is new: the
 * whole is there for the first time. Braces and the comma at the end of a line count for nothing.
 */
export function jsonDiff(before: object | null, now: object | null): JsonDiff {
  const [old, current] = [linesOf(before), linesOf(now)];
  const [oldFacts, currentFacts] = [new Set(old.map(factOf)), new Set(current.map(factOf))];
  return {
    lines: current.map((text) => ({
      text,
      isNew: before !== null && now !== null && !oldFacts.has(factOf(text)),
    })),
    gone:
      before === null ? [] : old.filter((line) => !currentFacts.has(factOf(line)) && !/^[{}]$/.test(line)),
  };
}

const linesOf = (value: object | null): string[] => JSON.stringify(value, null, 2).split('\n');
const factOf = (line: string): string => line.replace(/,$/, '');
