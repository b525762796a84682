import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/**
 * Calls `onChange` once for every burst of changes below `folders`, subfolders and those made later included; changes
 * of test files do not count. Gives the function that ends it. One watcher a folder, because `recursive` loses files that
 * an editor replaces.
 */
export function watchTree(folders: string[], onChange: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const changed = debounce(() => {
    watchNewFolders();
    onChange();
  });
  const watchNewFolders = () => {
    for (const folder of folders.flatMap(withSubfolders)) {
      if (!watchers.has(folder)) watchers.set(folder, watchFolder(folder));
    }
  };
  const watchFolder = (folder: string) => {
    const watcher = watch(folder, (_event, name) => {
      if (name?.endsWith('.test.ts') !== true) changed();
    });
    // A folder that is deleted needs no watcher any more.
    return watcher.on('error', () => watchers.delete(folder));
  };
  watchNewFolders();
  return () => {
    for (const watcher of watchers.values()) watcher.close();
  };
}

function withSubfolders(folder: string): string[] {
  const subfolders = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return [folder, ...subfolders];
}

/** Waits until nothing has happened for 100 ms: editors and git write in bursts. */
function debounce(action: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, 100);
  };
}
