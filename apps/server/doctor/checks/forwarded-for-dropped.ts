import { fault, fromReports, ok, type Check } from '../check.ts';
import { proxyChain } from '../proxy-chain.ts';

export const forwardedForDropped: Check = {
  id: 'forwarded-for-dropped',
  title: 'X-Forwarded-For reaches the server',
  run: fromReports((report, outside) => {
    const { added, isDirect } = proxyChain(report, outside);
    // Over plain http, a proxy that adds nothing and that nobody counts on cannot be told from a network that translates.
    const isProxied = outside.isHttps || report.forwardedFor === null || report.trustProxy > 0;
    if (added.length > 0 || isDirect || !isProxied) return ok();
    return fault(
      'a proxy stands in front, but no client address in X-Forwarded-For came to the server: all clients share one limit, or choose their own address',
      'Let the proxy append the client to it (nginx: "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;").',
    );
  }),
};
