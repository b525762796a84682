import { combineReducers, configureStore, createListenerMiddleware } from '@reduxjs/toolkit';
import { authSlice } from './auth/slice.ts';
import { userSlice } from './user/slice.ts';

const reducer = combineReducers({ [authSlice.name]: authSlice.reducer, [userSlice.name]: userSlice.reducer });

export type RootState = ReturnType<typeof reducer>;

/** The store of the app and of the tests. `preloadedState`: what is known before the first action. */
export function makeStore(preloadedState?: Partial<RootState>) {
  const listeners = createListenerMiddleware();
  return configureStore({
    reducer,
    middleware: (defaults) => defaults().prepend(listeners.middleware),
    // Actions carry passwords: they are nobody's business where the app is used.
    devTools: import.meta.env.DEV,
    ...(preloadedState && { preloadedState }),
  });
}

export type AppStore = ReturnType<typeof makeStore>;
export type AppDispatch = AppStore['dispatch'];
