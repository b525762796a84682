import { watch } from 'chokidar';

/** How long nothing must happen, in ms, until a burst is over: chokidar alone takes 100 to report a deletion. */
const QUIET = 200;

/**
 * Calls `onChange` once for every burst of changes: editors and git write in bursts. A path is a file, which need not be
 * there yet, or a folder with everything in it, new subfolders included; changes of test files do not count. Resolves
 * once it watches, to the function that ends it.
 */
export async function watchPaths(paths: string[], onChange: () => void): Promise<() => Promise<void>> {
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    timer = timer?.refresh() ?? setTimeout(onChange, QUIET);
  };
  const options = { ignoreInitial: true, ignored: /\.test\.ts$/ };
  // A watcher each: only one that watches nothing else notices that a deleted file has come back.
  const watchers = paths.map((path) => watch(path, options).on('all', changed));
  await Promise.all(
    watchers.map((watcher) => new Promise<void>((resolve) => watcher.once('ready', resolve))),
  );
  return async () => {
    clearTimeout(timer);
    await Promise.all(watchers.map((watcher) => watcher.close()));
  };
}
