import { fault, fromOutside, ok, type Check } from '../check.ts';
import { headerOf, type Answer } from '../http.ts';
import type { Outside } from '../observations.ts';

/** What no clock that is kept by NTP is off by, in milliseconds. */
const TOLERANCE_MS = 5000;

/** A clock that said a time between `from` and `to` (milliseconds since the epoch) while a response was under way. */
type Reading = { whose: string; from: number; to: number; answer: Answer };

export const clockSkew: Check = {
  id: 'clock-skew',
  title: 'The clocks agree with this machine’s',
  run: fromOutside((outside) => {
    const skewed = readings(outside)
      .map(describeSkew)
      .find((text) => text !== undefined);
    if (skewed === undefined) return ok();
    return fault(
      skewed,
      'Let NTP set the clock of each machine (timedatectl set-ntp true), this one included. Tokens are issued and expire by the servers’ clocks, and sessions are deleted by the database’s.',
    );
  }),
};

function exactly(whose: string, now: number, answer: Answer): Reading {
  return { whose, from: now * 1000, to: now * 1000, answer };
}

function readings({ check, servers }: Outside): Reading[] {
  const ofServers = servers.clocks.map(({ now, answer }) => exactly('a server’s clock', now, answer));
  const ofDatabases = servers.reports.flatMap(({ database, answer }) =>
    database === null ? [] : exactly('the database’s clock', database.now, answer),
  );
  // `Date` may be the proxy's; it has no fraction of a second (RFC 9110, 6.6.1).
  const ofHeader = check.flatMap((answer) => {
    const from = Date.parse(headerOf(answer, 'date') ?? '');
    return Number.isNaN(from)
      ? []
      : { whose: 'the clock of the responses’ Date', from, to: from + 1000, answer };
  });
  return [...ofServers, ...ofDatabases, ...ofHeader];
}

/** By how much a clock is off at least, however long the request and the response were under way. */
function describeSkew({ whose, from, to, answer }: Reading): string | undefined {
  const [ahead, behind] = [from - answer.receivedAt, answer.sentAt - to];
  if (ahead > TOLERANCE_MS) return `${whose} is ${Math.round(ahead / 1000)} s ahead of this machine’s`;
  if (behind > TOLERANCE_MS) return `${whose} is ${Math.round(behind / 1000)} s behind this machine’s`;
  return undefined;
}
