import Koa from 'koa';
import { describe, expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';
import type { State } from './state.ts';

/** How a client with this address is identified. */
function client(address: string): string {
  const app = new Koa<State>();
  const request = { headers: {}, socket: { remoteAddress: address } };
  return clientAddress(app.createContext(request as never, {} as never));
}

describe('a client, as limits count it,', () => {
  test.each([
    '198.51.100.7',
    '198.51.100.7:1234',
    '::ffff:198.51.100.7',
    '::FFFF:198.51.100.7',
    '::ffff:c633:6407',
    '0:0:0:0:0:ffff:c633:6407',
    '[::ffff:198.51.100.7]',
    '[::ffff:198.51.100.7]:443',
  ])('is an IPv4 address, with a port or mapped to IPv6 in any notation: %s', (address) => {
    expect(client(address)).toBe('198.51.100.7');
    expect(client(address)).not.toBe(client('198.51.100.8'));
  });

  test.each(['2001:db8::1', '[2001:db8::1]', '[2001:db8::1]:443', '2001:db8::1%eth0', '2001:db8::c633:6407'])(
    'is the network of an IPv6 address, with a port or a zone as well: %s',
    (address) => {
      expect(client(address)).toBe('2001:db8:0:0::/64');
    },
  );

  test('is a whole IPv6 /64 network: changing the address within it escapes no limit', () => {
    const network = [
      '2001:db8:1:2::1',
      '2001:db8:1:2:ffff:ffff:ffff:ffff',
      '2001:0db8:0001:0002::',
      '2001:DB8:1:2::',
    ];
    expect(new Set(network.map(client)).size).toBe(1);
  });

  test.each(['2001:db8:1:3::1', '2001:db8::1', '2001:db8:1::2', '::1', '1::', '::'])(
    'is another one in another network: %s',
    (address) => {
      expect(client(address)).not.toBe(client('2001:db8:1:2::1'));
    },
  );

  test('is the same for a shortened address and its full form', () => {
    expect(client('2001:db8::2:0:0:0:1')).toBe(client('2001:db8:0:2::1'));
    expect(client('::1')).toBe(client('0:0:0:0:0:0:0:2'));
  });

  test.each([
    '',
    'unknown',
    '1',
    '0x7f.1',
    '198.51.100',
    '198.51.100.256',
    '198.51.100.7:',
    '[198.51.100.7]',
    '[]:1',
    '::1::',
  ])('is what a proxy reports, as it is, when that is no address: "%s"', (address) => {
    expect(client(address)).toBe(address);
  });
});
