import type { Outcome } from './outcome.ts';
import { withStage, type Stage, type StageOptions } from './stage.ts';
import { killOne } from './steps/kill.ts';
import { stopDatabase } from './steps/outage.ts';
import { revokeAndWatch } from './steps/revoke.ts';
import { rotateSecret } from './steps/rotate.ts';
import { signInOnceForAll } from './steps/sign-in.ts';

const STEPS: readonly [string, (stage: Stage) => Promise<Outcome[]>][] = [
  ['signing in', signInOnceForAll],
  ['restarting each server in turn under load, three times, to rotate the secret', rotateSecret],
  ['killing a server under load', killOne],
  ['signing out, and watching the other servers', revokeAndWatch],
  ['stopping the database', stopDatabase],
];

/** Runs servers behind a proxy through everything that is promised of them; returns what was seen. */
export async function runScale(options: StageOptions): Promise<Outcome[]> {
  return withStage(options, async (stage) => {
    const outcomes: Outcome[] = [];
    for (const [index, [name, play]] of STEPS.entries()) {
      stage.say(`${index + 1}/${STEPS.length} ${name}`);
      outcomes.push(...(await play(stage)));
    }
    return outcomes;
  });
}
