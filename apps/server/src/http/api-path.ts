/**
 * Whether a path belongs to the API: answered in JSON, never cached, never with a page. Other spellings, such as
 * `/API/…`, count too: they lead nowhere, and a caller who mistypes one gets an API error.
 */
export function isApiPath(path: string): boolean {
  return /^\/api(\/|$)/i.test(path);
}
