import { pino, type DestinationStream, type LevelWithSilent, type Logger } from 'pino';

export type Log = Logger;
export type LogLevel = LevelWithSilent;

/**
 * Lines are written in batches, at 4 kB or after a second (bytes, ms): a write per line cost more than everything else
 * about it. In this thread, not in libuv's pool, where hashes may queue. Exiting the process writes the rest; only
 * SIGKILL loses it (docs/decisions/0014).
 */
const BUFFERED = { minLength: 4096, periodicFlush: 1000, sync: true } as const;

/**
 * Creates the log: JSON lines on standard output, or human-readable lines when `pretty`. JSON escapes what a client
 * might send to forge lines (OWASP ASVS 5.0, 16.4.1); errors are logged with their causes, headers and bodies never.
 */
export function createLog(level: LogLevel, pretty: boolean, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: isoTime() };
  if (destination !== undefined) return pino(options, destination);
  if (!pretty) {
    const output = pino.destination(BUFFERED);
    process.once('exit', () => output.flushSync());
    return pino(options, output);
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
