/** A promise of the product, what the run saw of it, and whether it was kept. */
export type Outcome = { promise: string; seen: string; kept: boolean };

/** Widths of the columns, in characters: together they fit a terminal of 120. */
const PROMISE_WIDTH = 52;
const SEEN_WIDTH = 62;

/** The outcomes as a table for a terminal: the promise, and beside it what was seen. */
export function formatTable(outcomes: readonly Outcome[]): string {
  return outcomes.flatMap(formatRow).join('\n');
}

function formatRow({ promise, seen, kept }: Outcome): string[] {
  const [left, right] = [wrap(promise, PROMISE_WIDTH), wrap(seen, SEEN_WIDTH)];
  const lines = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const mark = index > 0 ? ' ' : kept ? '✓' : '✗';
    return `${mark} ${(left[index] ?? '').padEnd(PROMISE_WIDTH)}  ${right[index] ?? ''}`.trimEnd();
  });
  return [...lines, ''];
}

/** Breaks a text between words into lines of at most `width` characters; a longer word has a line of its own. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
