import { createHash, timingSafeEqual } from 'node:crypto';
import { MongoError } from '../errors.ts';

const USER = 'latchkey';
/** What a connection may run before it has authenticated. */
const OPEN = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'saslStart']);

const digest = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Which connections may run commands: all where there is no password, else those that have given it. */
export class Access {
  readonly #expected: Buffer | undefined;
  readonly #authenticated = new Set<number>();

  constructor(password?: string) {
    this.#expected = password === undefined ? undefined : digest(`\0${USER}\0${password}`);
  }

  /** Throws Unauthorized (13) for a command that the connection may not run (yet). */
  check(command: string, connectionId: number): void {
    if (!this.#expected || OPEN.has(command) || this.#authenticated.has(connectionId)) return;
    throw new MongoError(13, `Command ${command} requires authentication`);
  }

  /** Takes the message of SASL PLAIN (RFC 4616) for a connection; throws AuthenticationFailed (18). */
  authenticate(message: Uint8Array, connectionId: number): void {
    // Digests have one length, and comparing them takes one time whatever was sent.
    if (!this.#expected || !timingSafeEqual(digest(message), this.#expected))
      throw new MongoError(18, 'Authentication failed.');
    this.#authenticated.add(connectionId);
  }
}
