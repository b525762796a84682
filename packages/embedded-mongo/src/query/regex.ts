import { MongoError, notSupported } from '../errors.ts';

/** PCRE's white space is ASCII's; JavaScript's `\s` has Unicode's as well. */
const SPACES = String.raw`\t\n\v\f\r `;

const refuse = (reason: string): MongoError =>
  new MongoError(51091, `Regular expression is invalid or not supported: ${reason}`);

/**
 * A PCRE pattern as MongoDB takes it (options `i`, `m`, `s`, `u`) as a JavaScript expression that means the same. Syntax
 * that only one of them knows, or that they understand differently, throws 51091, unknown options 51108.
 */
export const compileRegex = (pattern: string, options: string): RegExp => {
  const unknown = options.split('').find((flag) => !'imsu'.includes(flag));
  if (unknown === 'x') throw notSupported('the regex option x');
  if (unknown) throw new MongoError(51108, `invalid flag in regex options: ${unknown}`);
  const [, inline = ''] = /^\(\?([ims]+)\)/u.exec(pattern) ?? [];
  const flags = options + inline;
  const source = translate(inline ? pattern.slice(inline.length + 3) : pattern, flags);
  try {
    return new RegExp(source, flags.includes('i') ? 'iu' : 'u');
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : '');
  }
};

/** Rewrites what the two dialects write differently: `.`, `^`, `$`, `\s`, brackets, and escapes that are not needed. */
const translate = (pattern: string, flags: string): string => {
  let classAt = -1;
  return pattern.replaceAll(/\\[^]|\(\?|[[\].^$]/gu, (token, at: number) => {
    const rest = pattern.slice(at + token.length);
    if (token.startsWith('\\')) return escape(token.slice(1), classAt >= 0, rest);
    if (classAt >= 0) {
      if (token === '[' && /^[:.=]/u.test(rest)) throw refuse('POSIX classes');
      // A bracket that closes at once is a member of the class in PCRE.
      const closes = token === ']' && !/^\[\^?$/u.test(pattern.slice(classAt, at));
      if (closes) classAt = -1;
      return closes || token !== ']' ? token.replace('[', String.raw`\[`) : String.raw`\]`;
    }
    if (token === '(?' && !/^[:=!]/u.test(rest)) throw refuse(`(?${rest.slice(0, 1)}`);
    if (token === '[') classAt = at;
    return token === ']' ? String.raw`\]` : anchor(token, flags);
  });
};

const anchor = (token: string, flags: string): string => {
  const isMultiline = flags.includes('m');
  if (token === '.') return flags.includes('s') ? '[^]' : String.raw`[^\n]`;
  // No line begins after a line break at the very end.
  if (token === '^') return isMultiline ? String.raw`(?:(?<=\n)(?=[^])|^)` : '^';
  if (token === '$') return isMultiline ? String.raw`(?=\n|$)` : String.raw`(?=\n?$)`;
  return token;
};

/** The escapes that both understand alike; of other letters and digits PCRE makes what JavaScript has not. */
const escape = (character: string, inClass: boolean, rest: string): string => {
  if (character === 's' || character === 'S') {
    if (inClass && (character === 'S' || /^-[^\]]/u.test(rest))) throw refuse(`[\\${character}]`);
    return inClass ? SPACES : `[${character === 'S' ? '^' : ''}${SPACES}]`;
  }
  if (/[dDwWbBfnrtx^$\\.*+?()[\]{}|/]/u.test(character) || (character === '-' && inClass))
    return `\\${character}`;
  if (/[a-zA-Z\d]/u.test(character)) throw refuse(`\\${character}`);
  return character;
};
