import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { createRequestLogger } from './request-line.ts';

/** What is logged when a client's text reaches the log in every possible way. */
function written(text: string): string {
  let output = '';
  const log = createLog({
    level: 'info',
    pretty: false,
    destination: { write: (line: string) => void (output += line) },
  });
  log.error({ path: text, err: new Error(text, { cause: text }) }, text);
  return output;
}

test.each([
  ['a line feed', '/x\n{"level":30,"msg":"forged"}'],
  ['a carriage return', '/x\r{"level":30,"msg":"forged"}'],
  ['the end of a JSON text', '/x"}\n{"level":30,"event":"signed_in"}'],
  ['an escape sequence that rewrites a terminal', '/x\u{1b}[2J\u{1b}[31mforged\u{7}'],
  ['a zero byte', '/x\0y'],
])('%s in what a client sends forges no line of the log', (_, text) => {
  const output = written(text);
  expect(output.match(/\n/g)).toHaveLength(1);
  // oxlint-disable-next-line no-control-regex -- the test looks for control characters
  expect(output.trimEnd()).not.toMatch(/[\u{0}-\u{1f}]/u);
  expect(JSON.parse(output)).toMatchObject({ level: 50, path: text, msg: text });
});

test("a worker's lines carry its number, those of requests too", () => {
  const lines: string[] = [];
  const log = createLog({
    level: 'info',
    pretty: false,
    worker: 3,
    destination: { write: (line: string) => void lines.push(line) },
  });
  log.warn('of the server');
  createRequestLogger(log)({
    requestId: 'a-1',
    method: 'GET',
    path: '/',
    status: 200,
    ms: 1,
    event: undefined,
    code: undefined,
    token: undefined,
    userId: undefined,
  });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { worker: 3, msg: 'of the server' },
    { worker: 3, msg: 'request' },
  ]);
});
