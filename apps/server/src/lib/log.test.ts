import { expect, test } from 'vitest';
import { createLog } from './log.ts';

/** What is logged when a client's text reaches the log in every possible way. */
function written(text: string): string {
  let output = '';
  const log = createLog('info', false, { write: (line: string) => void (output += line) });
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
