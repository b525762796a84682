import type { RunningServer } from '../start.ts';
import type { Command, Report } from './messages.ts';

/**
 * Makes a server that accepts requests a worker: it ends when the primary says so, and reports that it is ready.
 * `exitAfter` ends the process once what it is given has resolved. When the primary is gone, Node ends the process.
 */
export function obeyPrimary(server: RunningServer, exitAfter: (closed: Promise<void>) => void): void {
  process.on('message', (message: Command | object) => {
    if (message === 'drain') exitAfter(server.drain());
    if (message === 'shutdown') exitAfter(server.stop());
  });
  // A terminal signals the whole group, and a service manager may: it is for the primary to decide what that means.
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
  process.on('SIGTERM', () => report('replace'));
  report('ready');
}

function report(message: Report): void {
  process.send?.(message);
}
