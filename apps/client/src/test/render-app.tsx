import { BOOT_SCRIPT, PASSWORD_LENGTH, type Boot } from '@latchkey/shared';
import { render, type RenderResult } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import type { AppStore } from '../store/make-store.ts';
import { App } from '../app/app.tsx';
import { readBoot } from '../lib/boot.ts';
import { startStore } from '../app/start.ts';
import { startI18n } from '../i18n/i18n.ts';
import { stopAfterTest } from './stores.ts';

type Rendered = RenderResult & { store: AppStore; user: UserEvent };

/** Opens the app at a path, in a page that was served with `boot`; the real store, router and texts. */
export async function renderApp(path: string, boot: Partial<Boot> | null = null): Promise<Rendered> {
  const served: Boot | null = boot === null ? null : { passwordMinLength: PASSWORD_LENGTH.min, ...boot };
  window.history.replaceState(null, '', path);
  document.head.innerHTML = `<script type="application/json" id="${BOOT_SCRIPT.id}">${JSON.stringify(served)}</script>`;
  await startI18n();
  const store = stopAfterTest(startStore(readBoot(document)));
  const view = render(<App store={store} passwordMinLength={served?.passwordMinLength} />);
  return { store, user: userEvent.setup(), ...view };
}
