import type { LabVerdictsResponse } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { phaseOf } from '../../sessions/lifetime.ts';
import type { LabPolicies } from '../../sessions/revocation/lab-policies.ts';
import { answerTo, verdictOf } from './answer.ts';
import { findLabSession } from './find.ts';

/**
 * Asks each policy what it would answer to the token of a session in the lab now. Throws `not_found`, and `unavailable`
 * when a policy cannot say.
 */
export async function labVerdicts(
  deps: RequestDeps,
  policies: LabPolicies,
  { userId, sid }: { userId: string; sid: string },
): Promise<LabVerdictsResponse> {
  const { session, claims } = await findLabSession(deps, userId, sid);
  const verdict = async (mode: keyof LabPolicies) => verdictOf(await answerTo(deps, policies[mode], claims));
  const verdicts = {
    bounded: await verdict('bounded'),
    strict: await verdict('strict'),
    renewal: await verdict('renewal'),
  };
  const { revokedAt } = session;
  return {
    phase: phaseOf(deps, claims),
    verdicts,
    ...(revokedAt !== undefined && { revokedAt: revokedAt.toISOString() }),
  };
}
