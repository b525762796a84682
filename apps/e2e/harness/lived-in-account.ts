import { ENDPOINTS } from '@latchkey/shared';
import type { Database } from './database.ts';
import { startServer } from './server.ts';
import { DAY, TOKEN_COOKIE } from './token.ts';

/** Somebody with a name that pictures can show. */
const PERSON = { username: 'minji', password: 'four calm words together' };

/** What the person has signed in on, and how many days ago; a program that does not say what it is among them. */
const SIGN_INS = [
  {
    daysAgo: 6.2,
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
  },
  { daysAgo: 4.7, userAgent: 'curl/8.5.0' },
  {
    daysAgo: 3.1,
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
  },
  {
    daysAgo: 1.8,
    userAgent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    isThisDevice: true,
  },
  {
    daysAgo: 0.2,
    userAgent:
      'Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36',
  },
];

/**
 * Creates the account of somebody who has used several devices for a week, in a database that no server uses meanwhile.
 * Returns the token of one of them, for the servers that know `secret`.
 */
export async function createLivedInAccount(database: Database, secret: string): Promise<string> {
  let token = '';
  for (const [index, { daysAgo, userAgent, isThisDevice = false }] of SIGN_INS.entries()) {
    const server = await startServer(database, secret, { NODE_OPTIONS: clockBehind(daysAgo * DAY * 1000) });
    const path = index === 0 ? ENDPOINTS.register : ENDPOINTS.login;
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': userAgent },
      body: JSON.stringify(PERSON),
    });
    await server.stop();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    if (isThisDevice) token = tokenIn(response);
  }
  return token;
}

/** Options of Node with which a process believes that it is so many milliseconds earlier. */
function clockBehind(delay: number): string {
  const code = `const Now = Date; globalThis.Date = class Date extends Now {
    constructor(...parts) { parts.length === 0 ? super(Now.now() - ${delay}) : super(...parts); }
    static now() { return Now.now() - ${delay}; }
  };`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
}

function tokenIn(response: Response): string {
  const [cookie = ''] = response.headers.getSetCookie();
  const token = new RegExp(`^${TOKEN_COOKIE}=([^;]+)`).exec(cookie)?.[1];
  if (token === undefined) throw new Error(`there is no ${TOKEN_COOKIE} in ${cookie}`);
  return token;
}
