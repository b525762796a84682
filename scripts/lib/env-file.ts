import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The text of a `.env` file; empty if there is none. Throws if it cannot be read. */
export function readEnvFile(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** The value that Node would read for `name` from the text of a `.env` file; `undefined` when it is absent or empty. */
export function readVariable(text: string, name: string): string | undefined {
  return parseEnv(text)[name] || undefined;
}

/**
 * The text of a `.env` file with `name` set to `value`, every other line as it was, byte for byte. An existing line is
 * replaced in place, else a line is added at the end. Throws when the line cannot be identified safely (for example, a
 * value over several lines): the result is parsed again before it is returned.
 */
export function setVariable(text: string, name: string, value: string): string {
  const assignment = new RegExp(`^[^\\S\\n]*(?:export[^\\S\\n]+)?${name}[^\\S\\n]*=.*?(?=\\r?$)`, 'gm');
  const line = `${name}=${value}`;
  const changed = assignment.test(text) ? text.replaceAll(assignment, line) : append(text, line);
  if (!differsOnlyIn(name, value, text, changed)) {
    throw new Error(`cannot set ${name} without touching other lines; please edit the file by hand`);
  }
  return changed;
}

function append(text: string, line: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = text === '' || text.endsWith('\n') ? '' : newline;
  return `${text}${separator}${line}${newline}`;
}

function differsOnlyIn(name: string, value: string, before: string, after: string): boolean {
  const expected = { ...parseEnv(before), [name]: value };
  const actual = parseEnv(after);
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...names].every((key) => expected[key] === actual[key]);
}
