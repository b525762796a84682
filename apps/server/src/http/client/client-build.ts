import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { LANGUAGES, PRERENDERED_PAGES, prerenderedFile } from '@latchkey/shared';

/** One file of the built client, in the encodings that the build wrote. */
export type ClientFile = {
  /** The file extension, from which Koa derives the media type. */
  extension: string;
  /** The prefix of its entity tags; each encoding has its own (RFC 9110, 8.8.3.3). */
  hash: string;
  identity: Buffer;
  br?: Buffer;
  gzip?: Buffer;
};

/** The built client: the page, the prerendered ones by `prerenderedFile`, and its files by URL path. */
export type ClientBuild = {
  page: string;
  prerendered: ReadonlyMap<string, string>;
  files: ReadonlyMap<string, ClientFile>;
};

const COMPRESSED = { '.br': 'br', '.gz': 'gzip' } as const;

/**
 * Reads a built client into memory, once: a few hundred kilobytes. Replacing the files on disk while the server runs
 * neither breaks it nor mixes two builds. Throws when there is no build.
 */
export function readClientBuild(directory: string): ClientBuild {
  const index = join(directory, 'index.html');
  if (!existsSync(index))
    throw new Error(`There is no built client in ${directory}. Run "pnpm build" first.`);
  const files = new Map<string, ClientFile>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const url = `/${relative(directory, path).split(sep).join('/')}`;
    if (entry.isFile() && path !== index && !isCompressed(path) && !isHidden(url))
      files.set(url, readFile(path));
  }
  return { page: readFileSync(index, 'utf8'), prerendered: readPrerendered(directory), files };
}

function readPrerendered(directory: string): Map<string, string> {
  const names = PRERENDERED_PAGES.flatMap((page) =>
    LANGUAGES.map((language) => prerenderedFile(page, language)),
  );
  return new Map(names.map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

function isCompressed(path: string): boolean {
  return extname(path) in COMPRESSED;
}

/** Files such as `.env`, and the prerendered pages, which lack the boot state: nothing of that kind is a browser's. */
function isHidden(url: string): boolean {
  return url.includes('/.');
}

function readFile(path: string): ClientFile {
  const identity = readFileSync(path);
  const file: ClientFile = {
    extension: extname(path),
    hash: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    identity,
  };
  for (const [suffix, encoding] of Object.entries(COMPRESSED)) {
    if (existsSync(path + suffix)) file[encoding] = readFileSync(path + suffix);
  }
  return file;
}
