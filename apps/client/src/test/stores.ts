import { clearAllListeners } from '@reduxjs/toolkit';
import type { AppStore } from '../store/make-store.ts';

const stores = new Set<AppStore>();

/** Has a store stopped after the test: a timer of it, such as the one for the token's end, would reach the next. */
export function stopAfterTest(store: AppStore): AppStore {
  stores.add(store);
  return store;
}

/** Stops the stores of the test that is over. */
export function stopStores(): void {
  for (const store of stores) store.dispatch(clearAllListeners());
  stores.clear();
}
