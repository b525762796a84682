import { parseTokenReport, type TokenOutcome } from '@latchkey/shared';
import { create, isAxiosError, isCancel, type AxiosError, type AxiosResponse } from 'axios';
import * as z from 'zod/mini';
import { RequestError, unanswered, type ApiError } from './api-error.ts';
import { withCookieLock } from './cookie-lock.ts';
import { reportExchange, type Exchange } from './exchanges.ts';
import { readProblem } from './problem.ts';

// zod would compile its schemas with `new Function`, which the Content-Security-Policy forbids.
z.config({ jitless: true });

/** Longer than the server lets a login wait for its turn. Milliseconds. */
const TIMEOUT = 30_000;

/**
 * One call: `schema` is what a good answer's body must be; `setsCookie` says that the call sets or clears the cookie by
 * its purpose, where any other may at most bring a renewed one; `isUnreported`, that it is no exchange to report, as it
 * only looks at the others' outcome.
 */
export type Call<T> = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  schema: z.ZodMiniType<T>;
  body?: unknown;
  setsCookie?: boolean;
  isUnreported?: boolean;
  signal?: AbortSignal;
};

/** A good answer and what the client saw of its making. */
export type Answer<T> = {
  data: T;
  /** The request line, such as `GET /api/auth/check`. */
  request: string;
  /** When the answer came, in milliseconds since the epoch by this device's clock. */
  receivedAt: number;
  /** What became of the token, as the server reports; `null` when the request carried none. */
  token: TokenOutcome | null;
};

// No cookie to read for a CSRF token: the server goes by the request's origin.
const http = create({ timeout: TIMEOUT, validateStatus: () => true, xsrfCookieName: '' });

/** Sends one request to the API. Throws nothing but `RequestError`. */
export async function send<T>(call: Call<T>): Promise<Answer<T>> {
  const request = `${call.method} ${call.path}`;
  const response = await exchange(call, request);
  report(call, { request, status: response.status, token: tokenOutcome(response) });
  if (response.status >= 400) throw new RequestError(errorOf(response, request));
  const parsed = z.safeParse(call.schema, response.data);
  if (!parsed.success) {
    const error = { ...unanswered(request, 'bad_answer'), status: response.status };
    throw new RequestError(error, { cause: parsed.error });
  }
  return { data: parsed.data, request, receivedAt: Date.now(), token: tokenOutcome(response) };
}

async function exchange<T>(call: Call<T>, request: string): Promise<AxiosResponse<unknown>> {
  const { method, path: url, body: data, setsCookie = false, signal } = call;
  const sendNow = () => http.request<unknown>({ method, url, data, ...(signal && { signal }) });
  try {
    return await withCookieLock(setsCookie ? 'exclusive' : 'shared', sendNow, signal);
  } catch (error) {
    report(call, { request, status: null, token: null });
    throw new RequestError(unanswered(request, clientCode(error)), { cause: error });
  }
}

function report({ isUnreported = false }: Call<unknown>, seen: Omit<Exchange, 'receivedAt'>): void {
  if (!isUnreported) reportExchange({ ...seen, receivedAt: Date.now() });
}

function clientCode(error: unknown): ApiError['code'] {
  if (isCancel(error)) return 'aborted';
  return isAxiosError(error) && isTimeout(error) ? 'timeout' : 'network';
}

const isTimeout = ({ code }: AxiosError): boolean => code === 'ECONNABORTED' || code === 'ETIMEDOUT';

function errorOf(response: AxiosResponse<unknown>, request: string): ApiError {
  const { status, data } = response;
  return {
    ...readProblem(status, data),
    status,
    retryAfter: seconds(header(response, 'retry-after')),
    token: tokenOutcome(response),
    request,
    receivedAt: Date.now(),
  };
}

function tokenOutcome(response: AxiosResponse<unknown>): TokenOutcome | null {
  return parseTokenReport(header(response, 'server-timing'))?.outcome ?? null;
}

function header(response: AxiosResponse<unknown>, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** `Retry-After` as seconds (RFC 9110, 10.2.3); the form with a date is not used by this API. */
function seconds(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : null;
}
