import { badValue, MongoError } from '../errors.ts';

const END = '(?![^])';
const START = '(?<![^])';

/**
 * A PCRE pattern as MongoDB takes it (options `i`, `m`, `s`, `u`) as a JavaScript expression that means the same. It is
 * compiled in Unicode mode, where syntax that only PCRE knows is an error and not something else: such patterns throw
 * BadValue, unknown options 51108.
 */
export const compileRegex = (pattern: string, options: string): RegExp => {
  const unknown = options.split('').find((flag) => !'imsu'.includes(flag));
  if (unknown) throw new MongoError(51108, `invalid flag in regex options: ${unknown}`);
  const [, inline = ''] = /^\(\?([ims]+)\)/u.exec(pattern) ?? [];
  const flags = options + inline;
  const source = translate(inline ? pattern.slice(inline.length + 3) : pattern, flags);
  try {
    return new RegExp(source, flags.includes('i') ? 'iu' : 'u');
  } catch (error) {
    throw badValue(
      `Regular expression is invalid or not supported: ${error instanceof Error ? error.message : ''}`,
    );
  }
};

/** Rewrites what the two dialects understand differently: `.`, `^`, `$`, and escapes that are not needed. */
const translate = (pattern: string, flags: string): string => {
  let inClass = false;
  return pattern.replaceAll(/\\[^]|\[\^?\]?|[\].^$]/gu, (token) => {
    if (token.startsWith('\\')) return escape(token, inClass);
    if (inClass) {
      inClass = token !== ']';
      return token.replaceAll('[', String.raw`\[`);
    }
    if (token.startsWith('[')) {
      inClass = true;
      // A bracket that closes at once is a member of the class in PCRE.
      return token.replace(']', String.raw`\]`);
    }
    if (token === ']') return String.raw`\]`;
    return anchor(token, flags);
  });
};

const anchor = (token: string, flags: string): string => {
  if (token === '.') return flags.includes('s') ? '[^]' : String.raw`[^\n]`;
  if (token === '^') return flags.includes('m') ? String.raw`(?:(?<=\n)|${START})` : START;
  return flags.includes('m') ? String.raw`(?=\n|${END})` : String.raw`(?=\n?${END})`;
};

const escape = (token: string, inClass: boolean): string => {
  const [, character = ''] = token;
  if (/[\w^$\\.*+?()[\]{}|/]/u.test(character) && character !== '_') return token;
  if (character === '-' && inClass) return token;
  return character;
};
