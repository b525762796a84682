import { fault, fromOutside, ok, type Check } from '../check.ts';
import { withOtherScheme } from '../observe.ts';

export const publicUrl: Check = {
  id: 'public-url',
  title: 'PUBLIC_URL names the host that browsers use',
  run: fromOutside(({ origin, accepts, servers }) => {
    const ours = new Set([origin, withOtherScheme(origin)]);
    const other = servers.reports.find((report) => !ours.has(report.publicOrigin))?.publicOrigin;
    if (other === undefined && (accepts.asked || accepts.otherScheme)) return ok();
    const actual = other === undefined ? 'another' : other;
    return fault(
      `the address asked is ${origin} and PUBLIC_URL is ${actual}: the server refuses sign-ins from its own pages here`,
      `Set PUBLIC_URL=${origin} on every server and restart them; if browsers use another address, ask the doctor about that one.`,
    );
  }),
};
