import type { Router } from '@koa/router';
import { PAGES } from '@latchkey/shared';
import type { State } from '../http/state.ts';

/** The label of every path that is no route and no page: what strangers ask for must not create labels. */
export const OTHER_ROUTE = 'other';
/** The label of the built client's files, whose names change with each build. */
export const ASSETS_ROUTE = '/assets/*';

/**
 * Creates the function that names the route of a path: a route's pattern (`/api/sessions/:sid`), a page's path,
 * `ASSETS_ROUTE` or `OTHER_ROUTE`; never what a client chose.
 */
export function createRouteLabels(router: Router<State>): (path: string) => string {
  const patterns = router.stack.map(({ path }) => String(path));
  const fixed = new Set([...patterns.filter((path) => !path.includes(':')), ...Object.values(PAGES)]);
  return (path) => {
    if (fixed.has(path)) return path;
    if (path.startsWith('/assets/')) return ASSETS_ROUTE;
    // Whatever the method: a path that exists is worth its name also where the response is 405.
    return router.match(path, 'GET').path.at(-1)?.path.toString() ?? OTHER_ROUTE;
  };
}
