import { startRoundRobinProxy } from '../../test/support/round-robin-proxy.ts';
import { findCaddy, startCaddy, unpackCaddy } from './caddy.ts';
import type { Certificate } from './certificate.ts';

/** What stands in front of the servers; `name` says what it is. */
export type TlsProxy = { name: string; end(): Promise<void> };

export type TlsProxyOptions = {
  port: number;
  /** Of the servers. */
  origins: readonly string[];
  certificate: Certificate;
  /** For its files. */
  folder: string;
  /** Whether to bring Caddy where the system has none. */
  mayDownload: boolean;
};

/** Starts Caddy if there is one, else a small proxy of our own that does the same. */
export async function startTlsProxy(options: TlsProxyOptions): Promise<TlsProxy> {
  const { port, origins, certificate, folder, mayDownload } = options;
  const caddy = (await findCaddy()) ?? (mayDownload ? await unpackCaddy(folder) : undefined);
  if (caddy !== undefined) {
    const where = caddy.command === 'caddy' ? 'of this system' : "unpacked from Debian's package";
    return { name: `Caddy ${caddy.version}, ${where}`, end: await startCaddy(caddy.command, options) };
  }
  const proxy = await startRoundRobinProxy(origins, { tls: certificate, port, repeatsGets: true });
  return { name: 'a small round robin of our own, as there is no Caddy here', end: () => proxy.close() };
}
