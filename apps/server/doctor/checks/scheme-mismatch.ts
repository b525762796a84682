import { fault, fromOutside, notChecked, ok, type Check } from '../check.ts';
import { withOtherScheme } from '../observe.ts';

export const schemeMismatch: Check = {
  id: 'scheme-mismatch',
  title: 'PUBLIC_URL is https where browsers use https',
  run: fromOutside(({ origin, isHttps, accepts, servers }) => {
    const other = withOtherScheme(origin);
    const differs = servers.reports.some(({ publicOrigin }) => publicOrigin === other);
    if (!differs && accepts.asked) return ok();
    if (!differs && !accepts.otherScheme) return notChecked('PUBLIC_URL has another host');
    return isHttps
      ? fault(
          `browsers use ${origin} but PUBLIC_URL is ${other}: the cookie is not Secure, and sign-ins are refused`,
          `Set PUBLIC_URL=${origin} on every server and restart them.`,
        )
      : fault(
          `${origin} is served without a redirect, but PUBLIC_URL is ${other}: browsers drop the Secure cookie there`,
          `Let the proxy redirect ${origin} to ${other}.`,
        );
  }),
};
