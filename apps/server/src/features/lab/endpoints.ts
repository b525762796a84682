import {
  LAB_ENDPOINTS,
  LAB_EXTRA_AGE,
  LAB_MAX_VALUE,
  labRenewalResponse,
  labSessionRequest,
  labSessionResponse,
  labTamperRequest,
  labTamperResponse,
  labVerdictsResponse,
} from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import type { Endpoint } from '../../openapi/endpoint.ts';
import { SESSION_ID, TIME, withRules } from '../../openapi/rules.ts';

withRules(labSessionResponse, { sid: SESSION_ID });
withRules(labVerdictsResponse, { revokedAt: { ...TIME, description: 'Absent while the session lives.' } });
withRules(labRenewalResponse, { ghost: { description: 'After a renewal: when the old token expires.' } });
withRules(labTamperRequest, {
  value: { type: ['string', 'number', 'boolean', 'null'], maxLength: LAB_MAX_VALUE },
});

const shared = { tag: 'lab', user: 'required' } as const;

/** Describes what the inspector may do with sessions made for it. */
export const labEndpoints = ({ lifetimes }: Pick<Deps, 'lifetimes'>): Endpoint[] => [
  {
    ...shared,
    method: 'post',
    path: LAB_ENDPOINTS.sessions,
    id: 'startLabSession',
    summary: 'Makes a session of this user whose token is some time old.',
    body: withRules(labSessionRequest(lifetimes.ttl + LAB_EXTRA_AGE), {
      ageSeconds: {
        type: 'integer',
        minimum: 0,
        maximum: lifetimes.ttl + LAB_EXTRA_AGE,
        description: 'How old, by its `iat`; 0 when absent.',
      },
    }),
    responses: { 201: { description: 'The session, without its token.', body: labSessionResponse } },
    failures: ['rate_limited'],
  },
  {
    ...shared,
    method: 'get',
    path: LAB_ENDPOINTS.sessionById,
    id: 'describeLabSession',
    summary: "Says what a server under each revocation policy would answer to the session's token now.",
    responses: { 200: { description: 'The verdicts.', body: labVerdictsResponse } },
    failures: ['cross_site', 'not_found', 'rate_limited'],
  },
  {
    ...shared,
    method: 'post',
    path: LAB_ENDPOINTS.renewal,
    id: 'renewLabSession',
    summary: 'Renews the token of the session if a request with it would.',
    responses: { 200: { description: 'What became of the token.', body: labRenewalResponse } },
    failures: ['not_found', 'rate_limited'],
  },
  {
    ...shared,
    method: 'delete',
    path: LAB_ENDPOINTS.sessionById,
    id: 'revokeLabSession',
    summary: 'Revokes the session, as any other.',
    responses: { 204: { description: 'The session has ended.' } },
    failures: ['not_found', 'rate_limited'],
  },
  {
    ...shared,
    method: 'post',
    path: LAB_ENDPOINTS.tamper,
    id: 'tamper',
    summary: "Verifies a copy of the request's token with one claim changed.",
    body: labTamperRequest,
    responses: { 200: { description: 'Which check refused it.', body: labTamperResponse } },
    failures: ['rate_limited'],
  },
];
