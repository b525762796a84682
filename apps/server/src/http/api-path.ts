/** Whether a path is the API's: answered in JSON, never kept, never with a page. */
export function isApiPath(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}
