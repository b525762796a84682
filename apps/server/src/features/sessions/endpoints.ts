import { cookieInfo, deviceResponse, DEVICES_PER_PAGE, ENDPOINTS, sessionResponse } from '@latchkey/shared';
import * as z from 'zod/mini';
import type { Endpoint } from '../../openapi/endpoint.ts';
import { OBJECT_ID, SECONDS, SESSION_ID, TIME, withRules } from '../../openapi/rules.ts';
import { TOKEN_ALGORITHM } from '../../tokens/claims.ts';

const { claims, header } = withRules(sessionResponse, {
  renewAfter: { ...SECONDS, description: 'The last second at which a request does not renew the token.' },
  endsAt: { ...SECONDS, description: 'When the session ends, however often it is renewed.' },
  serverNow: { description: "The server's clock, in seconds since the epoch, with milliseconds." },
  revocation: { description: 'How a server learns that a session has ended.' },
}).shape;
withRules(claims, { _id: OBJECT_ID, sid: SESSION_ID, iat: SECONDS, exp: SECONDS });
withRules(header, { alg: { const: TOKEN_ALGORITHM }, kid: { description: 'Which secret has signed it.' } });
withRules(cookieInfo, {
  sameSite: { const: 'Lax' },
  maxAge: { type: 'integer', description: 'In seconds.' },
});
withRules(deviceResponse, {
  sid: SESSION_ID,
  current: { description: 'Whether the request came with the token of this session.' },
  createdAt: TIME,
  renewedAt: TIME,
  expiresAt: TIME,
  lab: { description: 'Only in a session that was made in the lab.' },
});

const tag = 'sessions';

/** Describes what a user can see of their sessions and do with them. */
export const sessionEndpoints: Endpoint[] = [
  {
    method: 'get',
    path: ENDPOINTS.session,
    id: 'describeSession',
    tag,
    summary: "Describes the request's token.",
    description: 'Without the token itself and its signature. Never renews it.',
    user: 'required',
    responses: { 200: { description: 'What the token says, and how it goes on.', body: sessionResponse } },
  },
  {
    method: 'get',
    path: ENDPOINTS.sessions,
    id: 'listSessions',
    tag,
    summary: 'Lists the devices on which the user is signed in.',
    description: 'The current one first, then the most recently renewed.',
    user: 'required',
    query: {
      page: {
        description: `From 1, which is the default. A page has up to ${DEVICES_PER_PAGE} devices.`,
        required: false,
        schema: { type: 'integer', minimum: 1, maximum: 9999 },
      },
    },
    responses: {
      200: {
        description: 'One page of the devices.',
        body: z.array(deviceResponse).check(z.maxLength(DEVICES_PER_PAGE)),
      },
    },
    failures: ['invalid_input'],
  },
  {
    method: 'delete',
    path: ENDPOINTS.sessions,
    id: 'endOtherSessions',
    tag,
    summary: 'Signs the user out on every other device.',
    user: 'required',
    query: {
      except: { description: 'Which session stays.', required: true, schema: { const: 'current' } },
    },
    responses: { 204: { description: 'Every other session has ended.' } },
    failures: ['invalid_input'],
  },
  {
    method: 'delete',
    path: ENDPOINTS.sessionById,
    id: 'endSession',
    tag,
    summary: 'Signs the user out on one device.',
    user: 'required',
    responses: { 204: { description: 'The session has ended.', cookie: 'may be cleared' } },
    failures: ['not_found'],
  },
];
