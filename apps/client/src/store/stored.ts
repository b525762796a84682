/**
 * What a slice of the seed holds: an answer exactly as it was received, and how it came here. `previous` is what
 * `response` was before the last change; `request` is the request line that filled or emptied the slice last, and
 * `receivedAt` when, in milliseconds since the epoch; both `null` as long as nothing has happened. `latestCheck` is the
 * id of the check whose answer counts, `null` when none does.
 */
export type Stored<T> = {
  response: T | null;
  previous: T | null;
  request: string | null;
  receivedAt: number | null;
  latestCheck: string | null;
};

/** The state of a slice that nothing has filled yet. */
export const EMPTY = {
  response: null,
  previous: null,
  request: null,
  receivedAt: null,
  latestCheck: null,
} as const;

/** What changed a slice: the request line and when its answer came. */
export type ResponseMeta = { request: string; receivedAt: number };

/** The next state of a slice: `response` as it was received, or `null` to empty it. An earlier check counts no longer. */
export function setResponse<T>(state: Stored<T>, response: T | null, by: ResponseMeta): Stored<T> {
  return {
    response,
    previous: state.response,
    request: by.request,
    receivedAt: by.receivedAt,
    latestCheck: null,
  };
}

/** Whether an action is about the check that counts: a later check, a login or a logout has not overtaken it. */
export function isLatest(state: Stored<unknown>, { meta }: { meta: { requestId: string } }): boolean {
  return state.latestCheck === meta.requestId;
}
