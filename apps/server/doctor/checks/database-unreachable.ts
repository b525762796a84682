import { ENDPOINTS, readinessResponse } from '@latchkey/shared';
import { fault, notChecked, ok, type Check } from '../check.ts';
import { jsonOf } from '../http.ts';
import type { Outside } from '../observations.ts';

const CURE =
  'Check that the database runs, that the servers reach it (firewall, DNS, credentials) and MONGODB_URI; "pnpm db" and docs/architecture.md explain the embedded one.';

export const databaseUnreachable: Check = {
  id: 'database-unreachable',
  title: 'The servers reach their database',
  run({ outside, databaseError }) {
    if (typeof outside !== 'string') return judge(outside);
    return databaseError === undefined ? notChecked('no server was reached') : fault(databaseError, CURE);
  },
};

function judge({ ready, servers: { reports } }: Outside) {
  const readiness = readinessResponse.safeParse(jsonOf(ready)).data;
  if (readiness?.database === 'down' || reports.some(({ database }) => database === null)) {
    return fault('a server reports that it cannot reach its database: nobody can sign in', CURE);
  }
  return readiness === undefined && reports.length === 0
    ? notChecked(`${ENDPOINTS.ready} is not served at this address`)
    : ok();
}
