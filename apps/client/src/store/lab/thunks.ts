import type { LabTamperRequest } from '@latchkey/shared';
import {
  readLabSession,
  renewLabSession,
  revokeLabSession,
  startLabSession,
  tamperWithToken,
} from '../../api/lab.ts';
import { createApiThunk } from '../app-thunk.ts';

/** The part of the state that says on which sessions something is being done already; the slice `lab` has it. */
type Busy = { lab?: { busy: string[] } | undefined };

/** Does nothing as long as something else is being done to the same session. */
const unlessBusy = {
  condition: (sid: string, { getState }: { getState: () => Busy }) =>
    getState().lab?.busy.includes(sid) !== true,
};

/** `POST /api/lab/sessions`: a session whose token is that old, in seconds. */
export const startInLab = createApiThunk(
  'lab/start',
  async (ageSeconds: number) => (await startLabSession(ageSeconds)).data,
);

/** `GET /api/lab/sessions/:sid`: what each policy would answer to its token now. */
export const readInLab = createApiThunk('lab/read', async (sid: string) => (await readLabSession(sid)).data);

/** `POST /api/lab/sessions/:sid/renew`: a request with its token. */
export const renewInLab = createApiThunk(
  'lab/renew',
  async (sid: string) => (await renewLabSession(sid)).data,
  unlessBusy,
);

/** How often, and how many times, a revoked session is read until `bounded` has heard of it. Milliseconds. */
const [READ_EVERY, MOST_READS] = [250, 24];

/**
 * `DELETE /api/lab/sessions/:sid`, and then a read every quarter of a second until the policy `bounded` has heard of it.
 * Resolves with how long that took, in milliseconds to a quarter of a second; `null` if it took too long to wait for, or
 * if the token is past the age at which that matters.
 */
export const revokeInLab = createApiThunk<number | null, string, Busy>(
  'lab/revoke',
  async (sid, { dispatch }) => {
    await revokeLabSession(sid);
    const revokedAt = performance.now();
    for (let reads = 0; reads < MOST_READS; reads += 1) {
      const { verdicts, phase } = await dispatch(readInLab(sid)).unwrap();
      // A token that is due has its session looked up, under every policy.
      if (phase !== 'fresh') return null;
      if (verdicts.bounded === 'rejected') return performance.now() - revokedAt;
      await new Promise((resolve) => {
        setTimeout(resolve, READ_EVERY);
      });
    }
    return null;
  },
  unlessBusy,
);

/** `POST /api/lab/tamper`: a copy of one's own token with a claim that says something else. */
export const tamperInLab = createApiThunk(
  'lab/tamper',
  async (change: LabTamperRequest) => (await tamperWithToken(change)).data,
);
