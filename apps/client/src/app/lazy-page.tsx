import { lazy, type ComponentType } from 'react';
import { importCode } from '../lib/load-code.ts';

const failed = new Set<() => void>();

/** A page whose code is loaded when it is rendered, or earlier with `preload`. */
export type LazyPage = ComponentType & { preload: () => void };

/**
 * Makes a page of `load`, which imports its component. React's `lazy` fails for good when the code does not arrive once;
 * this loads again after `forgetFailures`. Rendering it throws `CodeMissingError` when the code does not arrive.
 */
export function lazyPage(load: () => Promise<ComponentType>): LazyPage {
  let attempt = startAttempt();
  const forget = (): void => {
    attempt = startAttempt();
  };

  function startAttempt() {
    let loading: Promise<ComponentType> | null = null;
    function start(): Promise<ComponentType> {
      if (loading !== null) return loading;
      loading = importCode(load);
      loading.catch(() => failed.add(forget));
      return loading;
    }
    return { start, Loaded: lazy(async () => ({ default: await start() })) };
  }

  function Page() {
    const { Loaded } = attempt;
    return <Loaded />;
  }
  // Nobody has seen a preload fail: whoever opens the page tries again.
  return Object.assign(Page, { preload: () => void attempt.start().catch(forget) });
}

/** Has every page whose code did not arrive load again when it is rendered next. */
export function forgetFailures(): void {
  for (const forget of failed) forget();
  failed.clear();
}
