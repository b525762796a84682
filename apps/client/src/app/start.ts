import type { Boot } from '@latchkey/shared';
import { joinTabs, TAB_CHANNEL } from '../store/cross-tab.ts';
import { makeStore, type AppStore } from '../store/make-store.ts';
import { pageRestored } from '../store/session-events.ts';
import { userFromBoot } from '../store/user/slice.ts';
import { check } from '../store/user/thunks.ts';

/** Makes the store from what the page brought along (`readBoot`), and asks who is there unless it says that nobody is. */
export function startStore(boot: Boot | null): AppStore {
  const page = { request: `GET ${location.pathname}`, receivedAt: Date.now() };
  const store = makeStore({ user: userFromBoot(boot, page) });
  if (boot?.user !== null) void store.dispatch(check());
  return store;
}

/** Keeps the store right while the page lives: with the other tabs, and when the browser restores the page. */
export function subscribeToBrowser(store: AppStore): void {
  joinTabs(store, { channel: new BroadcastChannel(TAB_CHANNEL), reload: () => location.reload() });
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    store.dispatch(pageRestored());
    void store.dispatch(check());
  });
}
