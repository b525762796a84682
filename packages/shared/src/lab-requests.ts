import * as z from 'zod/mini';
import type { FieldCode } from './errors.ts';
import { LAB_CLAIMS, LAB_MAX_VALUE } from './lab.ts';

const missingOr = (code: FieldCode) => ({
  error: ({ input }: { input?: unknown }): FieldCode => (input === undefined ? 'required' : code),
});
const malformed = { error: (): FieldCode => 'malformed' };

const isWhole = (value: unknown): value is number => Number.isInteger(value);

/**
 * The body of `POST /api/lab/sessions`: how old its token is, by its `iat`, in whole seconds up to `maxAge`; absent: 0.
 */
export const labSessionRequest = (maxAge: number) =>
  z.object(
    {
      ageSeconds: z.optional(z.custom<number>((age) => isWhole(age) && age >= 0 && age <= maxAge, malformed)),
    },
    malformed,
  );

/** What stands in a claim: the values of JSON that hold no others. */
type Scalar = string | number | boolean | null;

const isScalar = (value: unknown): value is Scalar =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && value.length <= LAB_MAX_VALUE);

/** The body of `POST /api/lab/tamper`: which claim of a copy of one's own token to change, and to what. */
export const labTamperRequest = z.object(
  {
    claim: z.enum(LAB_CLAIMS, missingOr('malformed')),
    value: z.custom<Scalar>(isScalar, missingOr('malformed')),
  },
  malformed,
);
export type LabTamperRequest = z.infer<typeof labTamperRequest>;
