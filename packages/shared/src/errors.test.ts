import { expect, test } from 'vitest';
import { ERROR_STATUS, PROBLEM_TYPE } from './errors.ts';

test('every code has the status that clients fall back on', () => {
  expect(ERROR_STATUS).toEqual({
    invalid_input: 400,
    bad_credentials: 401,
    signed_out: 401,
    wrong_password: 403,
    cross_site: 403,
    not_found: 404,
    method_not_allowed: 405,
    request_timeout: 408,
    username_taken: 409,
    payload_too_large: 413,
    unsupported_media_type: 415,
    rate_limited: 429,
    headers_too_large: 431,
    internal: 500,
    busy: 503,
    unavailable: 503,
  });
});

test('failures are problem documents (RFC 9457)', () => {
  expect(PROBLEM_TYPE).toBe('application/problem+json');
});
