import { useEffect, useState } from 'react';
import { loadCode } from './load-code.ts';

/** Code that a part of a page needs: there, on its way, or missing after `loadCode` has given up. */
type Code<T> = { status: 'loading' | 'missing'; code: null } | { status: 'loaded'; code: T };

/**
 * Loads code for a part of a page once the page has been painted without it; the rest of the page works in any case.
 * `load` contains an `import()` and is the same function at each render. `retry` tries again where the code is missing.
 */
export function useCode<T>(load: () => Promise<T>): Code<T> & { retry: () => void } {
  const [code, setCode] = useState<Code<T>>({ status: 'loading', code: null });
  const isWanted = code.status === 'loading';

  useEffect(() => {
    if (!isWanted) return;
    let isHere = true;
    const settle = (next: Code<T>): void => {
      if (isHere) setCode(next);
    };
    loadCode(load).then(
      (loaded) => settle({ status: 'loaded', code: loaded }),
      () => settle({ status: 'missing', code: null }),
    );
    return () => {
      isHere = false;
    };
  }, [load, isWanted]);

  return { ...code, retry: () => setCode({ status: 'loading', code: null }) };
}
