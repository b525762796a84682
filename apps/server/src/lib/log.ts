import { pino, type DestinationStream, type LevelWithSilent, type Logger } from 'pino';
import { createLineBuffer } from './line-buffer.ts';

export type Log = Logger;
export type LogLevel = LevelWithSilent;

/**
 * Lines are written in batches of up to 4096 characters, or after a second: a write per line cost more than everything
 * else about it, and into a longer one a pipe may mix the lines of other workers (`PIPE_BUF`, pipe(7)). In this thread,
 * not in libuv's pool, where hashes may queue. Exiting the process writes the rest; only SIGKILL loses it
 * (docs/decisions/0014).
 */
const BATCH = { characters: 4096, ms: 1000 };

export type LogOptions = {
  level: LogLevel;
  /** Human-readable lines instead of JSON. */
  pretty: boolean;
  /** The number of the worker that logs, which stands in each of its lines; absent where there is only one process. */
  worker?: number | undefined;
  /** Where JSON lines go instead of standard output, each at once. */
  destination?: DestinationStream;
};

/**
 * Creates the log: JSON lines on standard output, or human-readable lines when `pretty`. JSON escapes what a client
 * might send to forge lines (OWASP ASVS 5.0, 16.4.1); errors are logged with their causes, headers and bodies never.
 */
export function createLog({ level, pretty, worker, destination }: LogOptions): Log {
  const options = { level, base: worker === undefined ? null : { worker }, timestamp: isoTime() };
  if (destination !== undefined) return pino(options, destination);
  if (!pretty) {
    const lines = createLineBuffer(pino.destination({ sync: true }), BATCH);
    process.once('exit', () => lines.flush());
    return pino(options, lines);
  }
  const target = {
    target: 'pino-pretty',
    options: { singleLine: true, translateTime: 'SYS:HH:MM:ss' },
  };
  return pino({ ...options, transport: target });
}

/** The time as pino wants it, in ISO 8601; formatted once per millisecond, however many lines are logged in it. */
function isoTime(): () => string {
  let [at, text] = [0, ''];
  return () => {
    const now = Date.now();
    if (now !== at) [at, text] = [now, `,"time":"${new Date(now).toISOString()}"`];
    return text;
  };
}
