import type { EnvSource } from '../src/env.ts';
import type { Check, Result } from './check.ts';
import { CHECKS } from './checks.ts';
import { readEnvironment } from './environment.ts';
import { observe } from './observe.ts';

/** What a check came to. */
export type Finding = { id: string; title: string } & Result;

/** What the doctor found at an address. */
export type Examination = {
  /** The origin that was asked, after a redirect to https. */
  origin: string;
  findings: Finding[];
};

export type ExamineOptions = {
  /** The origin that browsers use; by default that of the variables. */
  origin?: string | undefined;
  /** The variables at hand: the servers' own, or others, or none. */
  source: EnvSource;
  /** Certificate authorities to trust besides the usual ones, in PEM. */
  ca?: string;
};

/** Runs every check. Changes nothing. `null` where neither an origin nor variables say what to examine. */
export async function examine({ origin, source, ca }: ExamineOptions): Promise<Examination | null> {
  const environment = readEnvironment(source);
  const target = origin ?? environment.origin;
  if (target === undefined) return null;
  const observations = await observe({ origin: target, environment, ca });
  const find = ({ id, title, run }: Check): Finding => ({ id, title, ...run(observations) });
  const { outside } = observations;
  return { origin: typeof outside === 'string' ? target : outside.origin, findings: CHECKS.map(find) };
}
