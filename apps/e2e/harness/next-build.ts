import { cp, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const APPS = fileURLToPath(new URL('../../', import.meta.url));

/** What ends the names of the files of the next build. */
export const NEXT = '-next';

/**
 * Copies both builds into `folder`, the client's as another version would be: the same, but every file that is cached for
 * good has another name. Returns the path of the server's bundle.
 */
export async function createNextBuild(folder: string): Promise<string> {
  const [server, client] = [join(folder, 'server'), join(folder, 'client/dist')];
  await mkdir(server, { recursive: true });
  await Promise.all([
    cp(join(APPS, 'server/dist'), join(server, 'dist'), { recursive: true }),
    symlink(join(APPS, 'server/node_modules'), join(server, 'node_modules')),
    cp(join(APPS, 'client/dist'), client, { recursive: true, filter: (path) => !/\.(?:br|gz)$/.test(path) }),
  ]);
  const [assets, prerendered] = [join(client, 'assets'), join(client, '.prerendered')];
  const names = await readdir(assets);
  const pages = (await readdir(prerendered)).map((name) => join(prerendered, name));
  const paths = [join(client, 'index.html'), ...pages, ...names.map((name) => join(assets, name))];
  await Promise.all(paths.map((path) => renameIn(path, names)));
  await Promise.all(names.map((name) => rename(join(assets, name), join(assets, nextName(name)))));
  return join(server, 'dist/main.js');
}

async function renameIn(path: string, names: string[]): Promise<void> {
  const text = await readFile(path, 'utf8');
  await writeFile(
    path,
    names.reduce((content, name) => content.replaceAll(name, nextName(name)), text),
  );
}

const nextName = (name: string): string => name.replace(/\.\w+$/, (extension) => NEXT + extension);
