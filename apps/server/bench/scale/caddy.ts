import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SERVED_BY } from '../../test/support/round-robin-proxy.ts';
import type { Certificate } from './certificate.ts';

const run = promisify(execFile);

/** Where Debian has Caddy, below the folder that a package is unpacked into. */
const UNPACKED = 'usr/bin/caddy';
/** Enough of its log to see whether it starts. Characters. */
const MAX_LOG = 10_000;

/** Finds Caddy on this system; returns the command and its version, or `undefined`. */
export async function findCaddy(
  command = 'caddy',
): Promise<{ command: string; version: string } | undefined> {
  const found = await run(command, ['version']).catch(() => undefined);
  return found && { command, version: found.stdout.split(' ')[0]?.trim() ?? '' };
}

/**
 * Brings Debian's package of Caddy and unpacks it into a folder; nothing is installed. Returns as `findCaddy` does:
 * `undefined` on another system, and when it cannot be had.
 */
export async function unpackCaddy(folder: string): ReturnType<typeof findCaddy> {
  if (!existsSync('/etc/debian_version')) return undefined;
  const download = () => run('apt-get', ['download', '-qq', 'caddy'], { cwd: folder });
  try {
    // An image of Debian may come without the lists of its packages, which only root may fetch.
    await download().catch(async () => {
      await run('apt-get', ['update', '-qq']);
      await download();
    });
    const archive = (await readdir(folder)).find((name) => name.endsWith('.deb')) ?? '';
    await run('dpkg-deb', ['-x', archive, '.'], { cwd: folder });
  } catch {
    return undefined;
  }
  return findCaddy(join(folder, UNPACKED));
}

/**
 * Starts Caddy on a port of this machine, in front of servers (their origins), with its files in `folder`. It sends no
 * request to a server whose `/readyz` is not 200, and repeats a GET that a server failed, no other method.
 * Returns what ends it.
 */
export async function startCaddy(
  command: string,
  { port, origins, certificate, folder }: CaddyOptions,
): Promise<() => Promise<void>> {
  const [cert, key, file] = [join(folder, 'cert.pem'), join(folder, 'key.pem'), join(folder, 'Caddyfile')];
  await writeFile(cert, certificate.cert);
  await writeFile(key, certificate.key, { mode: 0o600 });
  const upstreams = origins.map((origin) => `127.0.0.1:${new URL(origin).port}`).join(' ');
  await writeFile(file, caddyfile(port, upstreams, { cert, key }));
  const caddy = spawn(command, ['run', '--config', file], {
    // It keeps its state below these.
    env: { PATH: process.env['PATH'], HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(caddy, 'exit');
  await untilItServes(caddy);
  return async () => {
    caddy.kill('SIGTERM');
    await exited;
  };
}

/** Rejects with what it wrote if it exits instead. Reads its log for as long as it runs: it waits for its reader. */
function untilItServes(caddy: ChildProcess): Promise<void> {
  let log = '';
  return new Promise((resolve, reject) => {
    caddy.stderr?.on('data', (text: Buffer) => {
      if (log.length < MAX_LOG) log += text.toString();
      if (log.includes('serving initial configuration')) resolve();
    });
    caddy.once('close', () => reject(new Error(`Caddy does not start:\n${log}`)));
  });
}

type CaddyOptions = { port: number; origins: readonly string[]; certificate: Certificate; folder: string };

const caddyfile = (port: number, upstreams: string, { cert, key }: Certificate): string => `{
  admin off
  auto_https off
  grace_period 1s
}
https://localhost:${port} {
  bind 127.0.0.1
  tls ${cert} ${key}
  reverse_proxy ${upstreams} {
    lb_policy round_robin
    lb_try_duration 5s
    health_uri /readyz
    health_interval 200ms
    health_timeout 5s
    fail_duration 1s
    transport http {
      keepalive 30s
    }
    header_down ${SERVED_BY} {http.reverse_proxy.upstream.hostport}
  }
}
`;
