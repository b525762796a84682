import type { RevocationMode } from '@latchkey/shared';
import { createRevocationPolicy, type PolicyOptions } from './create-policy.ts';
import type { RevocationPolicy } from './policy.ts';

/** A policy of each kind. Nobody reports a revocation to them: `bounded` learns of it as another server does. */
export type LabPolicies = Record<RevocationMode, RevocationPolicy>;

/** Creates and starts a policy of each kind, apart from the one that the server itself runs. */
export async function startLabPolicies(options: PolicyOptions): Promise<LabPolicies> {
  const policies = {
    bounded: createRevocationPolicy('bounded', options),
    strict: createRevocationPolicy('strict', options),
    renewal: createRevocationPolicy('renewal', options),
  };
  await Promise.all(Object.values(policies).map((policy) => policy.start()));
  return policies;
}
