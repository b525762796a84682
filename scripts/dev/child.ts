import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { fromRoot } from '../lib/root.ts';

const END_WITH_PARENT = fromRoot('scripts/dev/end-with-parent.js');
/** How long a child may take to exit by itself, in ms. */
const GRACE = 5_000;

/** Starts a file, of TypeScript or JavaScript, as a process that exits with this one, however this one exits. */
export function startChild(entry: string, env: NodeJS.ProcessEnv): ChildProcess {
  const loaders = entry.endsWith('.ts') ? [createRequire(import.meta.url).resolve('tsx')] : [];
  const preloads = [...loaders, END_WITH_PARENT].flatMap((file) => ['--import', pathToFileURL(file).href]);
  return spawn(process.execPath, [...preloads, entry], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A separate process group: Ctrl-C in the terminal reaches only us, and the child is signalled once.
    detached: true,
  });
}

/** Asks a child to exit, kills it after five seconds, and resolves when it is gone. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), GRACE);
  await gone;
  clearTimeout(insist);
}

/** Whether a child is gone. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
