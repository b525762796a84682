import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** The numbers of the cores that this process may use (proc(5), Cpus_allowed_list; elsewhere counted from 0). */
export const CORES = allowedCores();

/** Whether processes can be bound to cores: `taskset` is there and there is more than one core to choose from. */
export const CAN_PIN = CORES.length > 1 && spawnSync('taskset', ['--version']).status === 0;

/** The core of the server being measured, and of its store; the load is kept off it. */
export const SERVER_CORE = CORES.slice(-1);

/** The command that runs `command` on those cores only; the same command where cores cannot be chosen. */
export function onCores(cores: readonly number[], command: readonly string[]): string[] {
  return CAN_PIN ? ['taskset', '-c', cores.join(','), ...command] : [...command];
}

/** Binds this process, which makes the load, to cores, or with `CORES` to all of them again. */
export function bindLoad(cores: readonly number[]): void {
  if (CAN_PIN) execFileSync('taskset', ['-acp', cores.join(','), String(process.pid)], { stdio: 'ignore' });
}

function allowedCores(): number[] {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const list = /Cpus_allowed_list:\s*(\S+)/u.exec(status)?.[1];
  if (list === undefined) return Array.from({ length: availableParallelism() }, (_, core) => core);
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
