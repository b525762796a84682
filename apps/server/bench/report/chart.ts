import type { Summary } from '../statistics.ts';

/** One figure of a chart: a bar, or on a logarithmic scale, where bars would have no foot, a dot. */
export type Bar = { label: string; value: Summary; highlight: boolean };

/** Bars on one scale of their own. */
export type Panel = { title: string; scale: 'linear' | 'log'; bars: readonly Bar[] };

/** A picture of panels, one below the other; `description` is what a screen reader says of it. */
export type Chart = { title: string; description: string; panels: readonly Panel[] };

const WIDTH = 760;
const LEFT = 262;
/** The width of the plot; the rest of a row is for the figure. */
const PLOT = 400;
const ROW = 26;
const TOP = 56;
const PANEL_HEAD = 34;
const PANEL_FOOT = 22;

/** Both colour schemes: a picture in a page follows the reader's system. The colours have a contrast of 4.5 : 1 or more. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 16px; font-weight: 600; }
  .muted { fill: #59636e; font-size: 12px; }
  .ours { font-weight: 600; }
  .card { fill: #ffffff; stroke: #d1d9e0; }
  .grid { stroke: #d1d9e0; }
  .bar { fill: #818b98; }
  .bar.ours { fill: #0969da; }
  .spread { stroke: #1f2328; stroke-width: 1.5; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .muted { fill: #9198a1; }
    .card { fill: #0d1117; stroke: #3d444d; }
    .grid { stroke: #3d444d; }
    .bar { fill: #9198a1; }
    .bar.ours { fill: #4493f8; }
    .spread { stroke: #f0f6fc; }
  }`;

/** Draws a chart as a picture of its own: medians with the middle half of the rounds as a line across. */
export function drawChart({ title, description, panels }: Chart): string {
  let y = TOP;
  const drawn = panels.map((panel) => {
    const at = y;
    y += PANEL_HEAD + panel.bars.length * ROW + PANEL_FOOT;
    return drawPanel(panel, at);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-labelledby="title desc">
<title id="title">${escape(title)}</title>
<desc id="desc">${escape(`${description}. ${panels.map(inWords).join(' ')}`)}</desc>
<style>${STYLE}
</style>
<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${y - 1}" rx="8"/>
${text(20, 28, title, 'title')}
${text(20, 47, description, 'muted')}
${drawn.join('\n')}
</svg>
`;
}

function drawPanel({ title, scale, bars }: Panel, top: number): string {
  const highest = Math.max(...bars.map(({ value }) => value.high));
  const lowest = Math.min(...bars.map(({ value }) => value.low));
  const ticks = scale === 'log' ? ticksBetween(lowest, highest) : [0];
  const [first = 1, last = 1] = [ticks[0], ticks.at(-1)];
  const x = (value: number): number =>
    LEFT + PLOT * (scale === 'log' ? Math.log(value / first) / Math.log(last / first) : value / highest);
  const foot = top + PANEL_HEAD + bars.length * ROW;
  const grid = ticks.map(
    (tick) =>
      `<line class="grid" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${top + PANEL_HEAD - 4}" y2="${foot}"/>` +
      text(x(tick), foot + 15, String(tick), 'muted', 'middle'),
  );
  const rows = bars.map((bar, index) => drawBar(bar, top + PANEL_HEAD + index * ROW, x, scale));
  return [text(20, top + 20, title, 'muted'), ...grid, ...rows].join('\n');
}

function drawBar(
  { label, value, highlight }: Bar,
  y: number,
  x: (value: number) => number,
  scale: string,
): string {
  const ours = highlight ? ' ours' : '';
  const middle = y + ROW / 2;
  const mark =
    scale === 'log'
      ? `<circle class="bar${ours}" cx="${at(x(value.median))}" cy="${middle}" r="6"/>`
      : `<rect class="bar${ours}" x="${LEFT}" y="${y + 5}" width="${at(x(value.median) - LEFT)}" height="${ROW - 10}" rx="2"/>`;
  return [
    text(LEFT - 12, middle + 4, label, ours.trim(), 'end'),
    mark,
    `<line class="spread" x1="${at(x(value.low))}" x2="${at(x(value.high))}" y1="${middle}" y2="${middle}"/>`,
    text(Math.max(x(value.high), x(value.median) + 6) + 8, middle + 4, String(value.median), ours.trim()),
  ].join('\n');
}

/** What people who do not see the picture are told. */
const inWords = ({ title, bars }: Panel): string =>
  `${title}: ${bars.map(({ label, value }) => `${label} ${value.median}`).join(', ')}.`;

/** 1, 2 and 5 times powers of ten, from the last one below the lowest value to the first one above the highest. */
function ticksBetween(lowest: number, highest: number): number[] {
  const all = Array.from({ length: 12 }, (_, power) =>
    [1, 2, 5].map((digit) => digit * 10 ** (power - 3)),
  ).flat();
  const from = all.findLastIndex((tick) => tick <= lowest);
  const to = all.findIndex((tick) => tick > highest);
  return all.slice(from, to + 1);
}

function text(x: number, y: number, content: string, style: string, anchor = 'start'): string {
  return `<text class="${style}" x="${at(x)}" y="${y}" text-anchor="${anchor}">${escape(content)}</text>`;
}

const at = (coordinate: number): string => String(Math.round(coordinate * 10) / 10);

const escape = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
