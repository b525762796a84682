import { setTimeout as sleep } from 'node:timers/promises';
import { ENDPOINTS } from '@latchkey/shared';
import { load } from './load.ts';
import { processorTime, type Running } from './servers.ts';

const PACE = { connections: 64, pauseMs: 0 };

/** Loads a server with checks for `ms` milliseconds; returns the processor time per check, in microseconds. */
export async function checkCost(server: Running, ms: number): Promise<number> {
  const over = new AbortController();
  const before = processorTime(server.pid);
  const [times] = await Promise.all([
    load(server, ENDPOINTS.check, PACE, over.signal),
    sleep(ms).then(() => over.abort()),
  ]);
  return (processorTime(server.pid) - before) / times.length;
}
