import { request, type Agent } from 'node:http';

/** A response, and which process gave it: the part of its request ids that is its own. */
export type ProcessAnswer = { status: number | undefined; process: string; cookie: string | undefined };

/** What is sent: JSON, and the cookie as one answer brought it. */
export type OneRequest = { method?: string; body?: object; cookie?: string | undefined; agent?: Agent };

/** Sends a request on a connection of the agent, or else on one of its own, which nothing keeps open afterwards. */
export async function sendOne(url: string, options: OneRequest = {}): Promise<ProcessAnswer> {
  const { method = 'GET', body, cookie, agent = false } = options;
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(cookie !== undefined && { cookie }),
  };
  return new Promise((resolve, reject) => {
    request(url, { method, headers, agent }, (response) => {
      const [process = ''] = String(response.headers['x-request-id']).split('-');
      const [setCookie] = response.headers['set-cookie']?.[0]?.split(';') ?? [];
      response
        .resume()
        .once('error', reject)
        .once('end', () => resolve({ status: response.statusCode, process, cookie: setCookie }));
    })
      .once('error', reject)
      .end(body && JSON.stringify(body));
  });
}
