import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE } from '@latchkey/shared';
import { errors, type AppError } from '../../errors.ts';
import type { Log } from '../../lib/log.ts';
import { toProblem } from '../middleware/error-handler.ts';
import { nextRequestId } from '../middleware/request-id.ts';

/** A request's connection; Node records on it which response is being sent (its own handler relies on that too). */
type RequestSocket = Socket & { _httpMessage?: ServerResponse | null };

/**
 * Answers what Node's parser rejects before there is a request for the app: bytes that are not HTTP, headers that are
 * too large or arrive too slowly. The response is a problem document with the fixed headers, like any other, and is
 * logged.
 */
export function answerClientErrors(
  server: Server,
  { headers, log }: { headers: readonly [string, string][]; log: Log },
): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: RequestSocket) => {
    // oxlint-disable-next-line no-underscore-dangle -- Node's name
    const hasBegun = socket._httpMessage?.headersSent === true;
    // A connection that is broken, or on which a response has begun, cannot carry another one.
    if (error.code === 'ECONNRESET' || !socket.writable || hasBegun) return void socket.destroy();
    const failure = toClientError(error);
    const requestId = nextRequestId();
    log.info(
      { requestId, status: failure.status, code: failure.code, reason: error.code },
      'request refused',
    );
    return void socket.end(rawAnswer(failure, requestId, headers));
  });
}

function toClientError({ code }: NodeJS.ErrnoException): AppError {
  if (code === 'HPE_HEADER_OVERFLOW') return errors.headersTooLarge();
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return errors.requestTimeout();
  return errors.invalidInput([{ path: '', code: 'malformed' }], 'The request is not HTTP/1.1.');
}

/** An HTTP/1.1 response, byte for byte (RFC 9112, 4). */
function rawAnswer(failure: AppError, requestId: string, headers: readonly [string, string][]): string {
  const body = JSON.stringify(toProblem(failure, requestId));
  const lines = [
    ...headers,
    ['X-Request-Id', requestId],
    ['Content-Type', PROBLEM_TYPE],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Date', new Date().toUTCString()],
    ['Connection', 'close'],
  ].map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${failure.status} ${STATUS_CODES[failure.status] ?? ''}\r\n${lines.join('')}\r\n${body}`;
}
