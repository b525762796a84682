import { PASSWORD_LENGTH } from '@latchkey/shared';
import type { ComponentType, ReactNode } from 'react';
import { Provider } from 'react-redux';
import { BrowserRouter } from 'react-router-dom';
import { PasswordMinLength } from '../forms/password-min-length.ts';
import type { AppStore } from '../store/make-store.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Router } from './router.tsx';

type AppProps = {
  store: AppStore;
  /** In code points; `PASSWORD_LENGTH.min` where the page did not say. */
  passwordMinLength?: number | undefined;
  /** Says where the visitor is: the browser, unless the page is being prerendered. */
  AnyRouter?: ComponentType<{ children: ReactNode }>;
};

/** The whole app around a store; `startI18n` must be over before it renders. */
export function App({ store, passwordMinLength = PASSWORD_LENGTH.min, AnyRouter = BrowserRouter }: AppProps) {
  return (
    <ErrorBoundary>
      <Provider store={store}>
        <AnyRouter>
          <PasswordMinLength value={passwordMinLength}>
            <Router />
          </PasswordMinLength>
        </AnyRouter>
      </Provider>
    </ErrorBoundary>
  );
}
