import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parser } from '@prometheus-io/lezer-promql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { freePort } from './support/free-port.ts';
import { scrape } from './support/scrape.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const DOCS = fileURLToPath(new URL('../../../docs', import.meta.url));
const read = (file: string): string => readFileSync(`${DOCS}/${file}`, 'utf8');

type Rule = { alert: string; expr: string; annotations: Record<string, string> };
type Panel = { title: string; targets: { expr: string }[] };

const { groups } = parse(read('observability/alerts.yaml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(read('observability/dashboard.json')) as { panels: Panel[] };
const page = read('observability.md');

/** Where PromQL is written: by alerts and by panels. Grafana's own interval stands for some duration. */
const queries: [string, string][] = [
  ...rules.map(({ alert, expr }): [string, string] => [alert, expr]),
  ...panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }): [string, string] => [title, expr.replaceAll('$__rate_interval', '5m')]),
  ),
];

/** The metrics that a query names. Throws where it cannot be parsed. */
function metricsOf(query: string): string[] {
  const names: string[] = [];
  parser.parse(query).iterate({
    enter({ type, from, to }) {
      if (type.isError) throw new Error(`not PromQL at ${from}: ${query}`);
      if (type.name === 'Identifier' && /^[a-z]+_/.test(query.slice(from, to)))
        names.push(query.slice(from, to));
    },
  });
  return names;
}

let server: TestServer;
/** The names of the metrics that a server has. */
let metrics: Set<string>;
let exposition: string;

beforeAll(async () => {
  const port = await freePort();
  server = await startTestServer({ METRICS_PORT: String(port) });
  // The first request creates its histogram.
  await fetch(`${server.origin}/healthz`);
  const { samples, text } = await scrape(port);
  exposition = text;
  metrics = new Set([...samples.keys()].map((sample) => sample.split('{')[0] ?? ''));
});
afterAll(async () => server.stop());

test.each(queries)('%s asks only for metrics that a server has', (_, query) => {
  const names = metricsOf(query);
  expect(names).not.toEqual([]);
  expect(names.filter((name) => !metrics.has(name))).toEqual([]);
});

test('every metric of ours is on the dashboard and on the page', () => {
  const ours = [...metrics].filter((name) => name.startsWith('latchkey_'));
  const families = new Set(ours.map((name) => name.replace(/_(bucket|sum|count)$/, '')));
  const shown = queries.flatMap(([, query]) => metricsOf(query)).join('\n');
  expect([...families].filter((name) => !shown.includes(name))).toEqual([]);
  expect([...families].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

describe('an alert', () => {
  test.each(rules)('$alert says what to do, and more on the page', ({ alert, annotations }) => {
    expect(annotations['action']).toMatch(/\w+ .*\.$/);
    expect(page).toContain(`### ${alert}\n`);
  });

  const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
  test.skipIf(!hasPromtool)('fires when it should, by promtool', () => {
    const result = spawnSync('promtool', ['test', 'rules', 'alerts.test.yaml'], {
      cwd: `${DOCS}/observability`,
      encoding: 'utf8',
    });
    expect(result.stdout + result.stderr).toMatch(/SUCCESS/);
    expect(result.status).toBe(0);
  });

  test.skipIf(!hasPromtool)("the server's metrics keep Prometheus's conventions, by promtool", async () => {
    const result = spawnSync('promtool', ['check', 'metrics'], { input: exposition, encoding: 'utf8' });
    const complaints = result.stderr.split('\n').filter((line) => line.startsWith('latchkey_'));
    expect(complaints).toEqual([]);
  });
});
