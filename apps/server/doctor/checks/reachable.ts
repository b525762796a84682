import { fault, ok, type Check } from '../check.ts';

export const reachable: Check = {
  id: 'unreachable',
  title: 'A server answers at this address',
  run: ({ outside }) =>
    typeof outside === 'string'
      ? fault(
          outside,
          'Check the address, that the server runs (its log says why it does not start) and that the proxy reaches it. For a certificate of your own authority set NODE_EXTRA_CA_CERTS.',
        )
      : ok(),
};
