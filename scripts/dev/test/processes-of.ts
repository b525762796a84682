import { execFileSync } from 'node:child_process';

/** The ids of all descendants of a process, at this moment. */
export function processesOf(ancestor: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  // Grows while it is traversed: grandchildren are appended after their parents.
  const found = [ancestor];
  for (const parent of found) {
    for (const [pid, ppid] of table) if (pid !== undefined && ppid === parent) found.push(pid);
  }
  return found.slice(1);
}
