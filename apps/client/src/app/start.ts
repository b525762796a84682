import type { Boot } from '@latchkey/shared';
import { joinTabs, TAB_CHANNEL } from '../store/cross-tab.ts';
import { makeStore, type AppStore } from '../store/make-store.ts';
import { sessionDoubted } from '../store/session-events.ts';
import { recordExchanges } from '../store/tape/record.ts';
import { hasExpired } from '../store/token/expiry.ts';
import { tokenFromBoot } from '../store/token/slice.ts';
import { selectHasUser, userFromBoot } from '../store/user/slice.ts';
import { check } from '../store/user/thunks.ts';

/** Makes the store from what the page brought along (`readBoot`), and asks who is there unless it says that nobody is. */
export function startStore(boot: Boot | null): AppStore {
  const page = { request: `GET ${location.pathname}`, receivedAt: Date.now() };
  const store = makeStore({
    user: userFromBoot(boot, page),
    token: tokenFromBoot(boot, page.receivedAt),
  });
  if (boot?.user !== null) void store.dispatch(check());
  return store;
}

/**
 * Keeps the store right while the page lives: with its own requests, with the other tabs, when the browser restores the page from its
 * back/forward cache, and when somebody comes back to it.
 */
export function subscribeToBrowser(store: AppStore): void {
  recordExchanges(store);
  joinTabs(store, { channel: new BroadcastChannel(TAB_CHANNEL), reload: () => location.reload() });
  addEventListener('pageshow', (event) => {
    if (event.persisted) store.dispatch(sessionDoubted('restored'));
  });
  document.addEventListener('visibilitychange', () => {
    const state = store.getState();
    if (document.visibilityState !== 'visible' || !selectHasUser(state)) return;
    // Timers stand still while a computer sleeps.
    if (hasExpired(state)) store.dispatch(sessionDoubted('expired'));
    else void store.dispatch(check());
  });
}
