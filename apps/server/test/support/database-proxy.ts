import { createConnection, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from './listen.ts';
import { readMessages, replyTo, type Document, type Message } from './wire.ts';

/** A command by name and, where it matters, collection, such as `insert sessions`. */
export type CommandName = `${string} ${string}`;

/** A command that the proxy has stopped. */
export type Held = {
  /** Resolves when the command has arrived and is being held. */
  reached: Promise<void>;
  /** Lets it continue. */
  release(): void;
};

/** Sits between a server and its database, and simulates what goes wrong in networks and databases. */
export type DatabaseProxy = {
  uri: string;
  /** Breaks every connection and refuses new ones, until `restore`. */
  cut(): void;
  restore(): void;
  /** Holds everything back in both directions, heartbeats too, and accepts connections, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Holds the next such command back before the database sees it. */
  holdCommand(name: CommandName): Held;
  /** Lets the database carry out the next such command and holds its reply back. */
  holdReply(name: CommandName): Held;
  /** Answers the next such command itself; the database never sees it. */
  answer(name: CommandName, reply: Document): void;
  /** Delays every reply except the driver's own heartbeats, by `ms` milliseconds. */
  delay(ms: number): void;
  /** Names of the commands that arrived, without the driver's own heartbeats. */
  commands: string[];
  close(): void;
};

/** What happens to the next command with a name. */
type Rule = { name: CommandName; apply(context: Exchange): Promise<void> };
type Exchange = { message: Message; connection: Connection };
/** Both ends; replies wait for `replyGate`. */
type Connection = { client: Socket; database: Socket; replyGate: Promise<void> };

const HEARTBEATS = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions']);

/**
 * Puts a proxy in front of a database, whose address names one host. The proxy's address has the user and the options
 * of the original.
 */
export async function proxyDatabase(uri: string): Promise<DatabaseProxy> {
  const url = new URL(uri);
  const path = decodeURIComponent(url.hostname);
  const target = path.includes('/') ? { path } : { host: url.hostname, port: Number(url.port || 27_017) };
  const sockets = new Set<Socket>();
  const rules: Rule[] = [];
  const commands: string[] = [];
  let isCut = false;
  let delayMs = 0;
  /** Closed while the traffic is frozen. */
  let traffic = latch();
  traffic.open();

  const onMessage = async (exchange: Exchange): Promise<void> => {
    const { message, connection } = exchange;
    const body = message.body();
    const name = Object.keys(body ?? {})[0] ?? '';
    if (body !== undefined && !HEARTBEATS.has(name)) {
      commands.push(name);
      const at = rules.findIndex((rule) => rule.name === `${name} ${String(body[name])}`);
      const [rule] = at === -1 ? [] : rules.splice(at, 1);
      if (delayMs > 0) connection.replyGate = sleep(delayMs);
      if (rule !== undefined) return rule.apply(exchange);
    }
    connection.database.write(message.bytes);
    return undefined;
  };

  const relay = async (client: Socket): Promise<void> => {
    if (isCut) return void client.destroy();
    const database = createConnection(target);
    const connection: Connection = { client, database, replyGate: Promise.resolve() };
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    const replies = async (): Promise<void> => {
      for await (const reply of readMessages(database)) {
        await connection.replyGate;
        await traffic.passed;
        client.write(reply.bytes);
      }
    };
    const requests = async (): Promise<void> => {
      for await (const message of readMessages(client)) {
        await traffic.passed;
        await onMessage({ message, connection });
      }
    };
    // A broken connection ends both loops with its error, which the sockets' own listeners have handled.
    await Promise.allSettled([replies(), requests()]);
    return undefined;
  };

  const hold = (
    name: CommandName,
    apply: (exchange: Exchange, gate: Promise<void>) => Promise<void>,
  ): Held => {
    const [reached, gate] = [latch(), latch()];
    rules.push({
      name,
      apply: async (exchange) => {
        reached.open();
        await apply(exchange, gate.passed);
      },
    });
    return { reached: reached.passed, release: gate.open };
  };

  const server = createServer((client) => void relay(client));
  const port = await listen(server);
  url.host = `127.0.0.1:${port}`;
  url.searchParams.set('directConnection', 'true');
  return {
    uri: url.href,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    restore() {
      isCut = false;
    },
    freeze() {
      traffic = latch();
    },
    thaw: () => traffic.open(),
    holdCommand: (name) =>
      hold(name, async ({ message, connection }, gate) => {
        await gate;
        connection.database.write(message.bytes);
      }),
    holdReply: (name) =>
      hold(name, async ({ message, connection }, gate) => {
        connection.replyGate = gate;
        connection.database.write(message.bytes);
      }),
    answer(name, reply) {
      rules.push({
        name,
        apply: async ({ message, connection }) => {
          connection.client.write(replyTo(message, reply).bytes);
        },
      });
    },
    delay(ms) {
      delayMs = ms;
    },
    commands,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** A promise that is resolved from outside. */
function latch(): { passed: Promise<void>; open: () => void } {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}
