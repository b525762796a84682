import { ENDPOINTS, type ErrorCode } from '@latchkey/shared';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Step } from '../http/state.ts';

/** From a check, which takes well under a millisecond, to a sign-in that waits for its hash. Seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** How a request to sign in may end: `success` or an error's code. */
type Outcome = 'success' | ErrorCode;
/** The outcomes that are there from the start, as zeros: an alert sees the first of them, too. */
const USUAL_OUTCOMES: Outcome[] = ['success', 'bad_credentials', 'rate_limited', 'busy', 'unavailable'];

/**
 * The metrics of requests. Returns the step that counts one whose response is ready; `routeOf` names the route of a path.
 * The labels are a few methods, the routes, and the statuses and codes of the contract, so their combinations are bounded;
 * each is bound to its values once.
 */
export function createRequestMetrics(registry: Registry, routeOf: (path: string) => string): Step {
  const durations = new Histogram({
    name: 'latchkey_http_request_duration_seconds',
    help: 'Time from the arrival of a request until its response is ready; its count is the number of requests.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const signIns = new Counter({
    name: 'latchkey_sign_ins_total',
    help: 'Requests to sign in by outcome: success, or the code of the error.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const observers = lazily((key) => {
    const [method = '', route = '', status = ''] = key.split(' ');
    return durations.labels(method, route, status);
  });
  const outcomes = lazily((outcome) => signIns.labels(outcome));
  for (const outcome of USUAL_OUTCOMES) outcomes(outcome).inc(0);

  return function requestMetricsStep({ request, response, state }) {
    const route = routeOf(request.path);
    const method = METHODS.has(request.method) ? request.method : 'other';
    observers(`${method} ${route} ${response.status}`).observe((performance.now() - state.startedAt) / 1000);
    if (route === ENDPOINTS.login && method === 'POST') outcomes(state.failure ?? 'success').inc();
  };
}

/** Creates what a key stands for when it is first needed. */
function lazily<T>(create: (key: string) => T): (key: string) => T {
  const created = new Map<string, T>();
  return (key) => {
    let value = created.get(key);
    if (value === undefined) created.set(key, (value = create(key)));
    return value;
  };
}
