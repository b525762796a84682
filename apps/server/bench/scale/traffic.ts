import { SERVED_BY } from '../../test/support/round-robin-proxy.ts';
import { sendAtRate } from '../../test/support/send-at-rate.ts';
import type { Reply } from './http-client.ts';
import type { Person } from './person.ts';

/** Of every so many requests one is a sign-in and one, half-way to the next, is the sign-out of that session, at most. */
const SIGN_IN_EVERY = 100;

/** What became of the requests with a method. */
type Count = { sent: number; failed: number };

/** A load through the proxy, which goes on until it is stopped. */
export class Traffic {
  readonly gets: Count = { sent: 0, failed: 0 };
  readonly posts: Count = { sent: 0, failed: 0 };
  readonly #served = new Map<string, number>();
  /** What went wrong, and how often. */
  readonly #failures = new Map<string, number>();
  readonly #visitors: readonly Person[];
  readonly #commuter: Person;
  readonly #over = new AbortController();
  readonly #startedAt = performance.now();
  readonly #loaded: Promise<void>;
  #isCommuting = false;
  #seconds = 0;
  #turn = 0;

  /** `visitors` are signed in and check who they are in turn; `commuter` signs in and out; `rate` is per second. */
  constructor(visitors: readonly Person[], commuter: Person, rate: number) {
    this.#visitors = visitors;
    this.#commuter = commuter;
    this.#loaded = sendAtRate(rate, () => this.#sendNext(), this.#over.signal);
  }

  /** How many requests a server has answered. */
  servedBy(address: string): number {
    return this.#served.get(address) ?? 0;
  }

  get sent(): number {
    return this.gets.sent + this.posts.sent;
  }

  get failed(): number {
    return this.gets.failed + this.posts.failed;
  }

  /** Resolves when the last response has arrived. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#loaded;
    this.#seconds = (performance.now() - this.#startedAt) / 1000;
  }

  /** What became of the requests, for people. */
  describe(): string {
    const failures = [...this.#failures].map(([what, times]) => `; ${what} × ${times}`).join('');
    const rate = Math.round(this.sent / this.#seconds);
    return `${this.failed} of ${this.sent} requests failed (${this.posts.sent} POST), ${rate} a second${failures}`;
  }

  async #sendNext(): Promise<void> {
    const turn = this.#turn;
    this.#turn += 1;
    // One after the other: ten sign-ins to one account at once are a guesser's (docs/decisions/0004).
    if (turn % (SIGN_IN_EVERY / 2) === 0 && !this.#isCommuting) return this.#commute();
    const visitor = this.#visitors[turn % this.#visitors.length];
    return visitor && this.#count(this.gets, 'check', 200, visitor.check());
  }

  async #commute(): Promise<void> {
    this.#isCommuting = true;
    const isIn = this.#commuter.cookie !== undefined;
    if (isIn) await this.#count(this.posts, 'sign-out', 204, this.#commuter.signOut());
    else await this.#count(this.posts, 'sign-in', 200, this.#commuter.signIn());
    this.#isCommuting = false;
  }

  async #count(count: Count, what: string, expected: number, reply: Promise<Reply>): Promise<void> {
    count.sent += 1;
    let outcome: string;
    try {
      const { status, headers, body } = await reply;
      const server = String(headers[SERVED_BY]);
      this.#served.set(server, this.servedBy(server) + 1);
      if (status === expected) return;
      outcome = `${status} ${codeOf(body)}`;
    } catch (error) {
      outcome = error instanceof Error ? error.message : String(error);
    }
    count.failed += 1;
    const failure = `${what}: ${outcome}`;
    this.#failures.set(failure, (this.#failures.get(failure) ?? 0) + 1);
  }
}

/** The code of a problem document, or the beginning of whatever else it is. */
function codeOf(body: string): string {
  return /"code":"(\w+)"/.exec(body)?.[1] ?? body.slice(0, 50);
}
