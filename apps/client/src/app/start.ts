import type { Boot } from '@latchkey/shared';
import { joinTabs, TAB_CHANNEL } from '../store/cross-tab.ts';
import { makeStore, type AppStore } from '../store/make-store.ts';
import { sessionDoubted } from '../store/session-events.ts';
import { selectHasUser, userFromBoot } from '../store/user/slice.ts';
import { check } from '../store/user/thunks.ts';

/** Makes the store from what the page brought along (`readBoot`), and asks who is there unless it says that nobody is. */
export function startStore(boot: Boot | null): AppStore {
  const page = { request: `GET ${location.pathname}`, receivedAt: Date.now() };
  const store = makeStore({ user: userFromBoot(boot, page) });
  if (boot?.user !== null) void store.dispatch(check());
  return store;
}

/**
 * Keeps the store right while the page lives: with the other tabs, when the browser restores the page from its
 * back/forward cache, and when somebody comes back to it.
 */
export function subscribeToBrowser(store: AppStore): void {
  joinTabs(store, { channel: new BroadcastChannel(TAB_CHANNEL), reload: () => location.reload() });
  addEventListener('pageshow', (event) => {
    if (event.persisted) store.dispatch(sessionDoubted('restored'));
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && selectHasUser(store.getState()))
      void store.dispatch(check());
  });
}
