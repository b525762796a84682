import { ERROR_STATUS, FIELD_CODES, type ErrorCode, type Problem } from '@latchkey/shared';
import * as z from 'zod/mini';
import { withRules } from './rules.ts';

/** Every error code of the contract. */
export const CODES = Object.keys(ERROR_STATUS).filter((name): name is ErrorCode => name in ERROR_STATUS);

const fieldError = withRules(z.object({ path: z.string(), code: z.enum(FIELD_CODES) }), {
  path: { description: "The field's name; empty for the body as a whole." },
});

/** The schema of `Problem`. */
export const problem: z.ZodMiniType<Problem> & z.ZodMiniObject = withRules(
  z.object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.number(),
    code: z.enum(CODES),
    detail: z.exactOptional(z.string()),
    errors: z.exactOptional(z.array(fieldError)),
    requestId: z.string(),
  }),
  {
    title: { description: "The status's reason phrase." },
    status: { type: 'integer' },
    code: {
      description: 'What went wrong. Clients branch on it, and on the status where they do not know it.',
    },
    detail: { description: 'For developers.' },
    errors: { description: 'With `invalid_input`: what is wrong, field by field.' },
    requestId: { description: 'The id under which the server logged the request.' },
  },
);
