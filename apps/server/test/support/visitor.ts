import { ENDPOINTS, type Problem } from '@latchkey/shared';
import jwt from 'jsonwebtoken';
import type { TestServer } from './test-server.ts';

/** A response with its body parsed. */
export type Answer = {
  status: number;
  headers: Headers;
  /** The `Set-Cookie` lines. */
  cookies: string[];
  // oxlint-disable-next-line typescript/no-explicit-any -- tests assert on bodies of any shape
  body: any;
};

/** A client with a cookie jar for the only cookie. */
export class Visitor {
  cookie: string | undefined;
  readonly #origin: string;

  constructor({ origin }: Pick<TestServer, 'origin'>) {
    this.#origin = origin;
  }

  async request(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(this.#origin + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(this.cookie !== undefined && { Cookie: this.cookie }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const cookies = response.headers.getSetCookie();
    for (const line of cookies) this.#keep(line);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      cookies,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  }

  register(username: string, password = 'correct horse battery'): Promise<Answer> {
    return this.request('POST', ENDPOINTS.register, { username, password });
  }

  login(username: string, password = 'correct horse battery'): Promise<Answer> {
    return this.request('POST', ENDPOINTS.login, { username, password });
  }

  check(): Promise<Answer> {
    return this.request('GET', ENDPOINTS.check);
  }

  logout(): Promise<Answer> {
    return this.request('POST', ENDPOINTS.logout);
  }

  /** The token in the jar. */
  get token(): string {
    return this.cookie?.split('=')[1] ?? '';
  }

  /** Puts a token into the jar. */
  set token(token: string) {
    this.cookie = `access_token=${token}`;
  }

  /** What the token in the jar says. */
  get claims(): jwt.JwtPayload {
    return jwt.decode(this.token) as jwt.JwtPayload;
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';');
    this.cookie = /Max-Age=0/.test(line) ? undefined : pair;
  }
}

let names = 0;
/** A username that no other test in this file has. */
export function aName(prefix = 'kim'): string {
  names += 1;
  return `${prefix}${names}`;
}

/** Returns the code of a problem document, without asserting anything. */
export function codeOf({ body }: Answer): Problem['code'] {
  return (body as Problem).code;
}

/** Returns what there is to a refusal: status, code and the cookies that it sets. */
export function refusalOf(answer: Answer): [status: number, code: Problem['code'], cookies: string[]] {
  return [answer.status, codeOf(answer), answer.cookies];
}

/** The refusal by a server whose database did not answer in time; it leaves the cookie alone. */
export const UNAVAILABLE: ReturnType<typeof refusalOf> = [503, 'unavailable', []];
