import { fault, fromOutside, ok, type Check } from '../check.ts';
import { headerOf, type Answer } from '../http.ts';
import { requestIdOf } from '../instance.ts';

const CURE =
  'Let the proxy cache nothing under /api (nginx: "proxy_cache off;") and leave Cache-Control as it is; then empty its cache.';

export const apiCached: Check = {
  id: 'api-cached',
  title: 'No API response is cached',
  run: fromOutside(({ check, servers: { twice } }) => {
    if (isSame(check) || (twice !== undefined && isSame(twice))) {
      return fault('the same API response came twice: one visitor may get what is another’s', CURE);
    }
    const control = headerOf(check[0], 'cache-control');
    return control?.includes('no-store') === true
      ? ok()
      : fault(`API responses come with Cache-Control: ${control ?? '(none)'} instead of no-store`, CURE);
  }),
};

/** A server gives no two responses one id. */
function isSame([first, second]: readonly [Answer, Answer]): boolean {
  const id = requestIdOf(first);
  return id !== undefined && id === requestIdOf(second);
}
