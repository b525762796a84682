import { headerOf, jsonOf, type Answer } from './http.ts';

/** The id of a request, by the body of the response, which proxies leave alone, or by its header. */
export function requestIdOf(answer: Answer): string | undefined {
  const body = jsonOf(answer);
  const inBody =
    typeof body === 'object' && body !== null && 'requestId' in body ? body.requestId : undefined;
  return typeof inBody === 'string' ? inBody : headerOf(answer, 'x-request-id');
}

/** Which process answered: its requests' ids begin alike (`http/middleware/request-id.ts`). */
export function instanceOf(answer: Answer): string | undefined {
  const id = requestIdOf(answer);
  const end = id?.lastIndexOf('-') ?? -1;
  return end > 0 ? id?.slice(0, end) : undefined;
}
