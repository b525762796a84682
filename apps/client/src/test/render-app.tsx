import { BOOT_SCRIPT, type Boot } from '@latchkey/shared';
import { render, type RenderResult } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import type { AppStore } from '../store/make-store.ts';
import { App } from '../app/app.tsx';
import { startStore } from '../app/start.ts';
import { startI18n } from '../i18n/i18n.ts';

type Rendered = RenderResult & { store: AppStore; user: UserEvent };

/** Opens the app at a path, in a page that was served with `boot`; the real store, router and texts. */
export async function renderApp(path: string, boot: Boot | null = null): Promise<Rendered> {
  window.history.replaceState(null, '', path);
  document.head.innerHTML = `<script type="application/json" id="${BOOT_SCRIPT.id}">${JSON.stringify(boot)}</script>`;
  await startI18n();
  const store = startStore();
  const view = render(<App store={store} />);
  return { store, user: userEvent.setup(), ...view };
}
