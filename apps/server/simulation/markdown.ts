import type { Table } from './tables.ts';

/** A table in Markdown, its columns padded to one width each. */
export function toMarkdown([head = [], ...rows]: Table): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map((row) => line(row))].join(
    '\n',
  );
}

/** Replaces what stands between the markers `<!-- name -->` and `<!-- /name -->`. Throws when they are missing. */
export function fill(page: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from === -1 || to < from) throw new Error(`The page has no place for the table "${name}".`);
  return `${page.slice(0, from + start.length)}\n\n${content}\n\n${page.slice(to)}`;
}
