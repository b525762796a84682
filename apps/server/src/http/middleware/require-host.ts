import { errors } from '../../errors.ts';
import type { Step } from '../state.ts';

/** Refuses an HTTP/1.1 request without `Host` (RFC 9112, 3.2); Node would answer it with an empty body. */
export function requireHost(): Step {
  return function requireHostStep(ctx) {
    if (ctx.req.headers.host === undefined && ctx.req.httpVersion === '1.1')
      throw errors.invalidInput([{ path: '', code: 'malformed' }], 'The request names no Host.');
  };
}
