import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** The sources of the app and its texts, but not what only tests show. */
const isShown = (file: string): boolean =>
  /\.(?:json|tsx?)$/.test(file) && !/\.test\.|-fixtures\./.test(file) && !file.startsWith(`test${sep}`);

/**
 * The files that the client's Korean words are in: `index.html`, and all of `src`. `root`: the client's folder. A word in a
 * comment counts as well, which costs a glyph at most.
 */
export async function readTexts(root: string): Promise<string[]> {
  const files = await readdir(join(root, 'src'), { recursive: true });
  const paths = [join(root, 'index.html'), ...files.filter(isShown).map((file) => join(root, 'src', file))];
  return Promise.all(paths.map((path) => readFile(path, 'utf8')));
}
