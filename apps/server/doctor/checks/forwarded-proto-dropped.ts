import { fault, fromReports, ok, type Check } from '../check.ts';

const CURE =
  'Let the proxy that ends TLS set it (nginx: "proxy_set_header X-Forwarded-Proto $scheme;"), and let proxies behind it pass it on.';

export const forwardedProtoDropped: Check = {
  id: 'forwarded-proto-dropped',
  title: 'X-Forwarded-Proto reaches the server',
  run: fromReports(({ forwardedProto }, { isHttps }) => {
    if (!isHttps) return ok('no TLS in front');
    const scheme = forwardedProto?.split(',')[0]?.trim();
    if (scheme === 'https') return ok();
    return scheme === undefined
      ? fault('a request over https came to the server without X-Forwarded-Proto', CURE)
      : fault(`a request over https came to the server with X-Forwarded-Proto: ${scheme}`, CURE);
  }),
};
