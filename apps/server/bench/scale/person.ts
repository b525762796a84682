import { ENDPOINTS } from '@latchkey/shared';
import type { Reply, Send } from './http-client.ts';

/** The password of every account of a run. */
const PASSWORD = 'a phrase for the whole fleet';

/** Somebody with an account and a browser, which comes through the proxy. */
export class Person {
  readonly username: string;
  /** The cookie that the browser holds, as `name=value`. */
  cookie: string | undefined;
  readonly #send: Send;
  readonly #proxy: string;

  constructor(username: string, send: Send, proxy: string) {
    this.username = username;
    this.#send = send;
    this.#proxy = proxy;
  }

  get credentials(): { username: string; password: string } {
    return { username: this.username, password: PASSWORD };
  }

  /** Sends a request with the cookie, to a server directly if one is given, and keeps the cookie that it sets. */
  async request(method: string, path: string, body?: object, origin = this.#proxy): Promise<Reply> {
    const reply = await this.#send(origin, { method, path, cookie: this.cookie, body });
    const [line] = reply.headers['set-cookie'] ?? [];
    if (line !== undefined) this.cookie = /Max-Age=0/.test(line) ? undefined : line.split(';')[0];
    return reply;
  }

  register(): Promise<Reply> {
    return this.request('POST', ENDPOINTS.register, this.credentials);
  }

  signIn(): Promise<Reply> {
    return this.request('POST', ENDPOINTS.login, this.credentials);
  }

  signOut(origin?: string): Promise<Reply> {
    return this.request('POST', ENDPOINTS.logout, undefined, origin);
  }

  check(): Promise<Reply> {
    return this.request('GET', ENDPOINTS.check);
  }
}

/**
 * Returns two makers of people who come through a proxy: `stranger` has no account yet, `newcomer` has a new one and is
 * signed in to it. Names are new within a run.
 */
export function createPeople(
  send: Send,
  proxy: string,
): { stranger: () => Person; newcomer: () => Promise<Person> } {
  let people = 0;
  const stranger = (): Person => {
    people += 1;
    return new Person(`person${people}`, send, proxy);
  };
  const newcomer = async (): Promise<Person> => {
    const person = stranger();
    const { status, body } = await person.register();
    if (status !== 201) throw new Error(`a registration answered ${status}: ${body}`);
    return person;
  };
  return { stranger, newcomer };
}
