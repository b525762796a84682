import { randomBytes } from 'node:crypto';
import type { Step } from '../state.ts';

const process = randomBytes(6).toString('base64url');
let count = 0;

/** An id for a request, unique across processes: what comes before its last hyphen identifies the process. */
export function nextRequestId(): string {
  count += 1;
  return `${process}-${count.toString(36)}`;
}

/** Assigns each request an id, and notes when it came; an id from the client is never trusted (it would reach the log). */
export function requestId(): Step {
  return function requestIdStep(ctx) {
    ctx.state.startedAt = performance.now();
    ctx.state.requestId = nextRequestId();
    ctx.res.setHeader('x-request-id', ctx.state.requestId);
  };
}
