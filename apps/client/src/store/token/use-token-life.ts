import { useCallback, useSyncExternalStore } from 'react';
import { useAppSelector } from '../hooks.ts';
import { nextStep, serverTime, tokenLife, type TokenLife } from './life.ts';
import { selectTokenTimes, type ReceivedTimes } from './slice.ts';

/** The life of the token in the cookie, which goes on by itself; `null` as long as the server has not said it. */
export function useTokenLife(): TokenLife | null {
  const times = useAppSelector(selectTokenTimes);
  const subscribe = useCallback((onChange: () => void) => watchLife(times, onChange), [times]);
  // A whole second, the unit of the rule: the same for as long as nothing changes.
  const getNow = () => times && Math.floor(serverTime(times, Date.now()) / 1000);
  const now = useSyncExternalStore(subscribe, getNow, getNow);
  return times === null || now === null ? null : tokenLife(times, now);
}

/** Calls `onChange` as the life goes on, while the page is visible. Returns the function that ends it. */
function watchLife(times: ReceivedTimes | null, onChange: () => void): () => void {
  if (times === null) return () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const goOn = (): void => {
    clearTimeout(timer);
    const delay = document.hidden ? null : nextStep(times, serverTime(times, Date.now()));
    if (delay !== null) timer = setTimeout(next, delay);
  };
  const next = (): void => {
    onChange();
    goOn();
  };
  document.addEventListener('visibilitychange', next);
  goOn();
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', next);
  };
}
