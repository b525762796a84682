import { setTimeout as wait } from 'node:timers/promises';
import type { EnvSource } from '../../src/env.ts';
import { freePort } from '../../test/support/free-port.ts';
import { startServerProcess, type ServerProcess } from '../../test/support/server-process.ts';
import type { Traffic } from './traffic.ts';

/** How to start a server: Node's arguments and the working folder; those of the sources by default. */
export type ServerCommand = { args?: readonly string[]; cwd?: string };

/** One of the servers. It keeps its port when it ends and starts again. */
export class FleetServer {
  /** Where it is asked directly. */
  readonly origin: string;
  /** How the proxy names it. */
  readonly address: string;
  readonly #port: number;
  readonly #command: ServerCommand;
  #process: (ServerProcess & { pid: number }) | undefined;

  constructor(port: number, command: ServerCommand) {
    this.#port = port;
    this.#command = command;
    this.address = `127.0.0.1:${port}`;
    this.origin = `http://${this.address}`;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async start(env: EnvSource): Promise<void> {
    this.#process = await startServerProcess({ ...env, PORT: String(this.#port) }, this.#command);
  }

  /** Resolves to the exit code, which is `null` where the signal ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null | undefined> {
    return this.#process?.kill(signal);
  }
}

/** Servers that share a database and a secret, and nothing else. */
export class Fleet {
  readonly servers: readonly FleetServer[];
  #env: EnvSource;

  constructor(servers: readonly FleetServer[], env: EnvSource) {
    this.servers = servers;
    this.#env = env;
  }

  static async create(servers: number, command: ServerCommand, env: EnvSource): Promise<Fleet> {
    const ports: number[] = [];
    while (ports.length < servers) ports.push(await freePort());
    return new Fleet(
      ports.map((port) => new FleetServer(port, command)),
      env,
    );
  }

  async startAll(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.start(this.#env)));
  }

  /** Starts a server that is gone, and waits until the proxy sends requests to it again. */
  async startAgain(server: FleetServer, traffic: Traffic): Promise<void> {
    await server.start(this.#env);
    const before = traffic.servedBy(server.address);
    while (traffic.servedBy(server.address) === before) await wait(20);
  }

  /**
   * A rolling restart: ends each server in turn gracefully and starts it again, with `changes` to its variables.
   * Returns the exit codes.
   */
  async roll(traffic: Traffic, changes: EnvSource = {}): Promise<(number | null | undefined)[]> {
    this.#env = { ...this.#env, ...changes };
    const exitCodes = [];
    for (const server of this.servers) {
      exitCodes.push(await server.end('SIGTERM'));
      await this.startAgain(server, traffic);
    }
    return exitCodes;
  }

  async endAll(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.end('SIGKILL')));
  }
}
