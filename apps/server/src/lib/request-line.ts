import { pino } from 'pino';
import type { Log } from './log.ts';

/** The fields of a request's line in the log; those that are `undefined` are left out. */
export type RequestLine = {
  requestId: string;
  method: string;
  path: string;
  status: number;
  /** How long the response took, in milliseconds. */
  ms: number;
  event: string | undefined;
  code: string | undefined;
  token: string | undefined;
  userId: string | undefined;
  client?: string | undefined;
  account?: string | undefined;
};

/**
 * A logger for the one line that every request writes. pino determines for each line which fields an object has and how
 * to write them; here that is known, which nearly halves the price of a line (docs/decisions/0014). Levels, time,
 * destination and the number of the worker are those of `log`.
 */
export function createRequestLogger(log: Log): (line: RequestLine) => void {
  const { worker } = log.bindings();
  const ofWorker = worker === undefined ? '' : `,"worker":${Number(worker)}`;
  const asJson = (line: RequestLine, message: string, level: number, time: string): string =>
    toJson(line, message, level, time + ofWorker);
  const logger = Object.assign(log.child({}), {
    [pino.symbols.asJsonSym]: ofWorker === '' ? toJson : asJson,
  });
  return (line) => logger.info(line, 'request');
}

/** `time` is a finished field with a comma before it, as pino passes it. JSON escapes what a client chose: the path. */
function toJson(line: RequestLine, message: string, level: number, time: string): string {
  const { requestId, method, path, status, ms, event, code, token, userId, client, account } = line;
  return (
    `{"level":${level}${time},"requestId":"${requestId}","method":"${method}","path":${JSON.stringify(path)}` +
    `,"status":${status},"ms":${ms}${field('event', event)}${field('code', code)}${field('token', token)}` +
    `${field('userId', userId)}${field('client', client)}${field('account', account)},"msg":"${message}"}\n`
  );
}

function field(name: string, value: string | undefined): string {
  return value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`;
}
