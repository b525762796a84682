import { setTimeout as wait } from 'node:timers/promises';
import type { Outcome } from '../outcome.ts';
import type { Stage } from '../stage.ts';

/** Sign-ins at the moment of the kill, so that some are at work on the server that dies. */
const SIGN_INS = 6;
/** By then they have reached the servers, and their passwords are being hashed. Milliseconds. */
const KILL_AFTER_MS = 30;

/** A server that dies under load, in the middle of sign-ins. */
export async function killOne({ fleet, size, visitors, newcomer, startTraffic }: Stage): Promise<Outcome[]> {
  const [victim] = fleet.servers;
  if (victim === undefined) throw new Error('there is no server to kill');
  const person = await newcomer();
  await person.signOut();
  const traffic = startTraffic();
  while (traffic.servedBy(victim.address) === 0) await wait(20);
  const signIn = async (): Promise<number | undefined> =>
    (await person.signIn().catch(() => undefined))?.status;
  const signIns = Array.from({ length: SIGN_INS }, signIn);
  await wait(KILL_AFTER_MS);
  await victim.end('SIGKILL');
  const statuses = await Promise.all(signIns);
  const failed = statuses.filter((status) => status !== 200);
  const repeated = await Promise.all(failed.map(signIn));
  await wait(size.loadMs);
  await fleet.startAgain(victim, traffic);
  await traffic.stop();
  const checks = await Promise.all(visitors.map((visitor) => visitor.check()));
  return [
    {
      promise: 'a server is killed (SIGKILL) under that load: the proxy repeats GETs and none fails',
      seen: `${traffic.gets.failed} of ${traffic.gets.sent} GETs failed; still signed in: ${checks.filter(({ status }) => status === 200).length} of ${visitors.length}`,
      kept: traffic.gets.failed === 0 && checks.every(({ status }) => status === 200),
    },
    {
      promise: 'a POST in flight there may fail, is not repeated, and succeeds when sent again',
      seen: `${failed.length + traffic.posts.failed} of ${SIGN_INS + traffic.posts.sent} POSTs failed; sent again: ${repeated.join(', ') || 'none'}`,
      kept: repeated.every((status) => status === 200),
    },
  ];
}
