import { ERROR_STATUS, PROBLEM_TYPE, type ErrorCode } from '@latchkey/shared';
import { isApiPath } from '../http/api-path.ts';
import type { Endpoint } from './endpoint.ts';
import type { Headers } from './headers.ts';
import { CODES, problem } from './problem.ts';
import type { Schemas } from './schemas.ts';

/** What each code means, for whoever calls the API. */
const MEANINGS: Record<ErrorCode, string> = {
  invalid_input: 'The request is wrong; `errors` says what.',
  bad_credentials: 'There is no such user, or the password is wrong.',
  signed_out: 'Nobody is signed in.',
  wrong_password: 'The password is wrong.',
  cross_site: 'The request comes from the page of another site.',
  not_found: 'There is no such thing.',
  method_not_allowed: 'The path has other methods.',
  request_timeout: 'The request came too slowly.',
  username_taken: 'There is such a user.',
  payload_too_large: 'The body is too large.',
  unsupported_media_type: 'The body is not plain JSON in UTF-8.',
  rate_limited: 'Too many attempts.',
  headers_too_large: 'The headers are too large.',
  internal: 'An error of the server; its log has it under the `requestId`.',
  busy: 'Too many passwords wait to be hashed.',
  unavailable: 'The database cannot be reached.',
};

const RETRIED = new Set<ErrorCode>(['rate_limited', 'busy', 'unavailable']);
/** What of the API is refused before the token is looked at, and what of other paths is refused after it. */
const BEFORE_TOKEN = new Set<ErrorCode>(['request_timeout', 'headers_too_large']);
const AFTER_TOKEN = new Set<ErrorCode>(['not_found', 'method_not_allowed']);
const mayReportToken = (code: ErrorCode, path: string): boolean =>
  isApiPath(path) ? !BEFORE_TOKEN.has(code) : AFTER_TOKEN.has(code);

/** The codes with which an endpoint can fail: its own, and those that follow from what it is. */
export function failuresOf({ method, path, user, body, failures = [] }: Endpoint): ErrorCode[] {
  const codes = new Set<ErrorCode>([...failures, 'internal']);
  if (method !== 'get') codes.add('cross_site');
  if (user === 'required') codes.add('signed_out');
  if (isApiPath(path)) codes.add('unavailable');
  if (body !== undefined) for (const code of BODY_FAILURES) codes.add(code);
  return CODES.filter((code) => codes.has(code));
}

const BODY_FAILURES: readonly ErrorCode[] = ['invalid_input', 'payload_too_large', 'unsupported_media_type'];

/** Problem documents as responses: one component for each set of codes with the same status. */
export type Failures = {
  components: Record<string, unknown>;
  /** References to the responses for these codes, by status. */
  refs(codes: readonly ErrorCode[], path: string): Record<string, unknown>;
};

/** Starts with no component; `refs` adds those that it refers to. */
export function createFailures(schemas: Schemas, headers: Headers): Failures {
  const components: Record<string, unknown> = {};
  const describe = (status: number, codes: ErrorCode[], path: string) => ({
    description: codes.map((code) => MEANINGS[code]).join(' Or: '),
    headers: {
      ...headers.ofEvery(path),
      ...(codes.some((code) => mayReportToken(code, path)) && headers.of('server-timing')),
      ...(codes.some((code) => RETRIED.has(code)) && headers.of('retry-after')),
      ...(codes.includes('method_not_allowed') && headers.of('allow')),
    },
    content: {
      [PROBLEM_TYPE]: {
        schema: {
          allOf: [
            schemas.ref(problem),
            {
              properties: { status: { const: status }, code: { enum: codes } },
              required: ['status', 'code'],
            },
          ],
        },
      },
    },
  });
  return {
    components,
    refs(codes, path) {
      const statuses = [...new Set(codes.map((code) => ERROR_STATUS[code]))];
      return Object.fromEntries(
        statuses.map((status) => {
          const ofStatus = codes.filter((code) => ERROR_STATUS[code] === status);
          const name = ofStatus.join('-or-') + (isApiPath(path) ? '' : '.document');
          components[name] ??= describe(status, ofStatus, path);
          return [status, { $ref: `#/components/responses/${name}` }];
        }),
      );
    },
  };
}
