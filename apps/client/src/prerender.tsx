import {
  LANGUAGES,
  PAGES,
  PRERENDERED_PAGES,
  prerenderedFile,
  UNKNOWN_MIN_LENGTH,
  type Language,
} from '@latchkey/shared';
import { text } from 'node:stream/consumers';
import { StrictMode } from 'react';
import { prerenderToNodeStream } from 'react-dom/static';
import { StaticRouter } from 'react-router-dom';
import { App } from './app/app.tsx';
import { getShown, showLanguage } from './i18n/i18n.ts';
import { makeStore } from './store/make-store.ts';
import { userFromBoot } from './store/user/slice.ts';
import { documentTitle } from './ui/use-page-title.ts';

/** A page that is prerendered. */
export type PrerenderedPath = (typeof PRERENDERED_PAGES)[number];

/** One page in one language. */
export type RenderedPage = {
  path: PrerenderedPath;
  language: Language;
  /** Where the server looks for its document, below the build's folder. */
  file: string;
  /** The document's title, as text. */
  title: string;
  /** What is in `#root`. */
  markup: string;
};

const TITLES = { [PAGES.login]: 'login.title', [PAGES.register]: 'register.title' } as const;

/** Markup of this many bytes comes in one piece: where React puts off a part of it, an inline script follows. */
const WHOLE = Number.MAX_SAFE_INTEGER;

/** Renders the pages of a signed-out visitor in each language, with all that they load. Rejects with what a part throws. */
export async function renderPages(): Promise<RenderedPage[]> {
  const pages: RenderedPage[] = [];
  for (const language of LANGUAGES) {
    await showLanguage(language);
    for (const path of PRERENDERED_PAGES) {
      const title = documentTitle(getShown().t(TITLES[path]));
      const file = prerenderedFile(path, language);
      pages.push({ path, language, file, title, markup: await render(path) });
    }
  }
  return pages;
}

async function render(path: PrerenderedPath): Promise<string> {
  const store = makeStore({ user: userFromBoot({ user: null }, { request: `GET ${path}`, receivedAt: 0 }) });
  const errors: unknown[] = [];
  const { prelude } = await prerenderToNodeStream(
    <StrictMode>
      <App
        store={store}
        passwordMinLength={UNKNOWN_MIN_LENGTH}
        AnyRouter={({ children }) => <StaticRouter location={path}>{children}</StaticRouter>}
      />
    </StrictMode>,
    { progressiveChunkSize: WHOLE, onError: (error) => void errors.push(error) },
  );
  const markup = await text(prelude);
  if (errors.length > 0) throw new AggregateError(errors, `${path} cannot be rendered`);
  return markup;
}
