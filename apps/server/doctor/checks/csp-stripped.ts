import { fault, fromOutside, ok, type Check } from '../check.ts';
import { headerOf, type Answer } from '../http.ts';
import { isFromServer } from '../observe.ts';

export const cspStripped: Check = {
  id: 'csp-stripped',
  title: 'Content-Security-Policy arrives',
  run: fromOutside(({ check, page }) => {
    // In development pages come from Vite, without one.
    const answers: [string, Answer][] = isFromServer(page)
      ? [
          ['the API', check[0]],
          ['pages', page],
        ]
      : [['the API', check[0]]];
    for (const [what, answer] of answers) {
      const policy = headerOf(answer, 'content-security-policy');
      if (policy !== undefined && isStrict(policy)) continue;
      return fault(
        policy === undefined
          ? `responses of ${what} come without Content-Security-Policy, which the server sends`
          : `responses of ${what} come with a weaker Content-Security-Policy than the server sends: ${policy}`,
        'Let the proxy pass the header on (nginx: no "proxy_hide_header Content-Security-Policy") and add none of its own.',
      );
    }
    return ok();
  }),
};

/** What holds of every policy of the server's (`http/middleware/security-headers.ts`). */
function isStrict(policy: string): boolean {
  return (
    policy.includes("default-src 'none'") &&
    policy.includes("frame-ancestors 'none'") &&
    !policy.includes("'unsafe-")
  );
}
