import { fault, fromReports, notChecked, ok, type Check } from '../check.ts';
import { MADE_UP_CLIENT, proxyChain } from '../proxy-chain.ts';
import { forwardedForDropped } from './forwarded-for-dropped.ts';

export const trustProxy: Check = {
  id: 'trust-proxy',
  title: 'TRUST_PROXY is the number of proxies in front',
  run(observations) {
    return forwardedForDropped.run(observations).status === 'fault'
      ? notChecked('X-Forwarded-For does not reach the server')
      : compare(observations);
  },
};

const compare = fromReports((report, outside) => {
  const { added, isDirect } = proxyChain(report, outside);
  const { trustProxy: trusted, client } = report;
  const seen = isDirect ? 'no proxy' : `${added.length} in X-Forwarded-For`;
  const cure = `Set TRUST_PROXY=${added.length} on every server and restart them, if that is how many proxies there are; else let each of them append to X-Forwarded-For rather than replace it.`;
  if (trusted > added.length) {
    const proof =
      client === MADE_UP_CLIENT
        ? `took ${client}, which the doctor made up, for the client`
        : 'believes an entry that no proxy wrote';
    return fault(`TRUST_PROXY is ${trusted}, too high: there is ${seen}, and the server ${proof}`, cure);
  }
  if (trusted < added.length) {
    return fault(
      `TRUST_PROXY is ${trusted}, too low: there are ${seen}, and the server takes a proxy for the client, so that all clients share one limit`,
      cure,
    );
  }
  return ok(`${trusted}`);
});
