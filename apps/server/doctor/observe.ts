import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { askServers } from './ask-servers.ts';
import type { Environment } from './environment.ts';
import { createAsk, headerOf, type Answer, type Ask } from './http.ts';
import { instanceOf } from './instance.ts';
import type { AcceptedOrigins, Observations, Outside } from './observations.ts';

/** Why no server was reached. */
class UnreachableError extends Error {
  override name = 'UnreachableError';
}

export type ObserveOptions = {
  /** The origin to ask. */
  origin: string;
  environment: Environment;
  ca?: string | undefined;
};

/** Makes every request. None of them changes anything on the server. */
export async function observe(options: ObserveOptions): Promise<Observations> {
  const { environment } = options;
  try {
    return { environment, outside: await lookFromOutside(options), databaseError: undefined };
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    return { environment, outside: error.message, databaseError: await databaseError(environment) };
  }
}

async function lookFromOutside({ origin: given, environment, ca }: ObserveOptions): Promise<Outside> {
  const origin = await followToHttps(given, createAsk(given, ca));
  const ask = createAsk(origin, ca);
  const first = await reach(origin, ask);
  try {
    return {
      origin,
      isHttps: origin.startsWith('https:'),
      check: [first, await ask('GET', ENDPOINTS.check)],
      page: await ask('GET', PAGES.login),
      signOut: await ask('POST', ENDPOINTS.logout),
      accepts: await acceptedOrigins(origin, ask),
      ready: await ask('GET', ENDPOINTS.ready),
      servers: await askServers(ask, environment.keys),
    };
  } catch (error) {
    throw new UnreachableError(`${origin} stopped answering: ${reasonOf(error)}`, { cause: error });
  }
}

/** The origin that http leads to: the https one of the same host if there is a redirect to it. */
async function followToHttps(origin: string, ask: Ask): Promise<string> {
  const { status, headers } = await tryToAsk(origin, ask);
  if (status < 300 || status >= 400 || headers.location === undefined) return origin;
  const target = new URL(headers.location, origin);
  return target.protocol === 'https:' && target.hostname === new URL(origin).hostname
    ? target.origin
    : origin;
}

async function reach(origin: string, ask: Ask): Promise<Answer> {
  const answer = await tryToAsk(origin, ask);
  if (instanceOf(answer) === undefined) {
    throw new UnreachableError(
      `${origin} answers GET ${ENDPOINTS.check} with ${answer.status} and not as Latchkey does`,
    );
  }
  return answer;
}

async function tryToAsk(origin: string, ask: Ask): Promise<Answer> {
  try {
    return await ask('GET', ENDPOINTS.check);
  } catch (error) {
    throw new UnreachableError(`${origin} does not answer: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

/** By signing out nobody as a page of that origin would (`sameOrigin` in the server). */
async function acceptedOrigins(origin: string, ask: Ask): Promise<AcceptedOrigins> {
  const accepts = async (page: string): Promise<boolean> =>
    (await ask('POST', ENDPOINTS.logout, { origin: page })).status === 204;
  return { asked: await accepts(origin), otherScheme: await accepts(withOtherScheme(origin)) };
}

/** The same host and port by https instead of http, or the other way round. */
export function withOtherScheme(origin: string): string {
  return origin.startsWith('https:') ? origin.replace(/^https/, 'http') : origin.replace(/^http/, 'https');
}

async function databaseError({ mongodbUri }: Environment): Promise<string | undefined> {
  if (mongodbUri === undefined) return undefined;
  try {
    // Loaded only if needed: it is half of what the doctor would load.
    const { connectDb } = await import('../src/lib/db.ts');
    const db = await connectDb(mongodbUri);
    await db.close();
    return undefined;
  } catch (error) {
    return reasonOf(error).split('\n')[0];
  }
}

/** Whether a response went through the server rather than came from something in front of it. */
export const isFromServer = (answer: Answer): boolean => headerOf(answer, 'x-request-id') !== undefined;
