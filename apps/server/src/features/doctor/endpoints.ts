import { DOCTOR_ENDPOINT, doctorResponse } from '@latchkey/shared';
import type { Endpoint } from '../../openapi/endpoint.ts';

/** Describes what `pnpm run doctor` asks of a server. */
export const doctorEndpoints: Endpoint[] = [
  {
    method: 'get',
    path: DOCTOR_ENDPOINT,
    id: 'examine',
    tag: 'server',
    summary: 'Describes how this server is set up, and how the request reached it.',
    description:
      'Without any secret. For whoever cannot prove that they know `JWT_SECRET` it does not exist.',
    user: 'proven',
    responses: {
      200: {
        description: 'The report; without one if the time of the proof is more than a minute off.',
        body: doctorResponse,
      },
    },
    failures: ['not_found', 'rate_limited'],
  },
];
