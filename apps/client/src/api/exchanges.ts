import type { TokenOutcome } from '@latchkey/shared';

/** A request that is over, and what the client saw of it; neither body is part of it. */
export type Exchange = {
  /** The request line, such as `GET /api/auth/check`. */
  request: string;
  /** The HTTP status; `null` without an answer. */
  status: number | null;
  /** What became of the token that the request carried; `null` without one. */
  token: TokenOutcome | null;
  /** When it was over, in milliseconds since the epoch by this device's clock. */
  receivedAt: number;
};

const listeners = new Set<(exchange: Exchange) => void>();

/** Calls `listener` after each request of this page; returns what ends that. */
export function onExchange(listener: (exchange: Exchange) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Reports a request that is over to whoever listens. */
export function reportExchange(exchange: Exchange): void {
  for (const listener of listeners) listener(exchange);
}
