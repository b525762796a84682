import { pino, type DestinationStream, type LevelWithSilent, type Logger } from 'pino';

export type Log = Logger;
export type LogLevel = LevelWithSilent;

/**
 * The log: JSON lines on standard output, or lines for people when `pretty`. JSON escapes what a client might send to
 * forge lines (OWASP ASVS 5.0, 16.4.1); errors are written with their causes, headers and bodies never.
 */
export function createLog(level: LogLevel, pretty: boolean, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: isoTime() };
  if (destination !== undefined) return pino(options, destination);
  if (!pretty) return pino(options);
  const target = {
    target: 'pino-pretty',
    options: { singleLine: true, translateTime: 'SYS:HH:MM:ss' },
  };
  return pino({ ...options, transport: target });
}

/** The time as pino wants it, in ISO 8601; written once per millisecond, however many lines come in it. */
function isoTime(): () => string {
  let [at, text] = [0, ''];
  return () => {
    const now = Date.now();
    if (now !== at) [at, text] = [now, `,"time":"${new Date(now).toISOString()}"`];
    return text;
  };
}
