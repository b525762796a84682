import { errors } from '../../errors.ts';
import type { Middleware } from '../state.ts';

/** Answers 404 to whatever nothing before it has answered. */
export function notFound(): Middleware {
  return function notFoundMiddleware() {
    throw errors.notFound();
  };
}
