import { ENDPOINTS, readinessResponse } from '@latchkey/shared';
import * as z from 'zod/mini';
import type { Endpoint, ResponseDescription } from './endpoint.ts';
import { REFERENCE_POLICY } from './reference-page.ts';
import { withRules } from './rules.ts';

const readiness = withRules(readinessResponse, {
  revocationAgeMs: { description: 'The age of the set of revoked sessions; `null` where there is none.' },
});
const isReady = (description: string): ResponseDescription => ({ description, body: readiness });

const shared = { method: 'get', tag: 'server', user: 'ignored' } as const;

/** Describes what the server says about itself. */
export const serverEndpoints: Endpoint[] = [
  {
    ...shared,
    path: ENDPOINTS.health,
    id: 'health',
    summary: 'Says that the process lives.',
    responses: { 200: { description: 'It does.', body: z.object({ status: z.literal('ok') }) } },
  },
  {
    ...shared,
    path: ENDPOINTS.ready,
    id: 'readiness',
    summary: 'Says whether the server can answer who is signed in, and is not shutting down.',
    responses: { 200: isReady('Requests are welcome.'), 503: isReady('Send requests elsewhere.') },
  },
  {
    ...shared,
    path: ENDPOINTS.changePasswordPage,
    id: 'changePasswordPage',
    summary: 'Leads to the page where users change their password, for password managers.',
    description: 'W3C "A Well-Known URL for Changing Passwords".',
    responses: {
      302: {
        description: 'The page.',
        body: 'text/html',
        headers: {
          location: {
            description: 'Its path.',
            required: true,
            schema: { type: 'string', format: 'uri-reference' },
          },
        },
      },
    },
  },
  {
    ...shared,
    path: ENDPOINTS.openapi,
    id: 'openapi',
    summary: 'Returns this document.',
    responses: {
      200: {
        description: 'What this server answers, in OpenAPI.',
        body: z.looseObject({ openapi: z.string() }),
      },
    },
  },
];

/** Describes the page that shows the document; only in development. */
export const referenceEndpoint: Endpoint = {
  ...shared,
  path: ENDPOINTS.reference,
  id: 'reference',
  summary: 'Shows this document. In development only.',
  responses: {
    200: {
      description: 'A page.',
      body: 'text/html',
      headers: {
        'content-security-policy': {
          description: 'Allows its own style sheet.',
          required: true,
          schema: { type: 'string', const: REFERENCE_POLICY },
        },
      },
    },
  },
};
