import { configureStore, createListenerMiddleware } from '@reduxjs/toolkit';
import { checkWhenDoubted } from './check-when-doubted.ts';
import { rootReducer, type RootState } from './root-reducer.ts';
import { doubtAtExpiry } from './token/expiry.ts';
import { loadStaleToken } from './token/listener.ts';

export type { RootState } from './root-reducer.ts';

/** The store of the app and of the tests. `preloadedState`: what is known before the first action. */
export function makeStore(preloadedState?: Partial<RootState>) {
  const listeners = createListenerMiddleware();
  checkWhenDoubted(listeners);
  loadStaleToken(listeners);
  doubtAtExpiry(listeners);
  return configureStore({
    reducer: rootReducer,
    middleware: (defaults) => defaults().prepend(listeners.middleware),
    devTools: import.meta.env.DEV,
    ...(preloadedState && { preloadedState }),
  });
}

export type AppStore = ReturnType<typeof makeStore>;
export type AppDispatch = AppStore['dispatch'];
