/**
 * Whether a path is the API's: answered in JSON, never kept, never with a page. So are its other spellings, such as
 * `/API/…`: they lead nowhere, and whoever mistypes one is told so like any caller of the API.
 */
export function isApiPath(path: string): boolean {
  return /^\/api(\/|$)/i.test(path);
}
