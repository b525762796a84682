import './styles/tokens.css';
import './styles/korean-font.css';
import './styles/base.css';
import { startTransition, StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { readBoot } from './lib/boot.ts';
import { preloadPage } from './app/pages.ts';
import { subscribeToBrowser, startStore } from './app/start.ts';
import { getShown, startI18n } from './i18n/i18n.ts';
import { reportMissingStyles } from './lib/missing-code.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// Before the page's code adds the style sheets that it brings, which may still be on their way.
reportMissingStyles(document);
preloadPage(location.pathname);
const boot = readBoot(document);
const store = startStore(boot);
subscribeToBrowser(store);
try {
  await startI18n();
} catch (error) {
  // In no language anything can be said but what index.html says in both, which is then shown at once.
  root.nextElementSibling?.classList.replace('starting', 'start-failed');
  throw error;
}
const app = (
  <StrictMode>
    <App store={store} passwordMinLength={boot?.passwordMinLength} />
  </StrictMode>
);
if (boot?.user === null && root.dataset['prerendered'] === getShown().language) {
  // In a transition React hydrates in small steps, between which the page answers to whoever types.
  startTransition(() => void hydrateRoot(root, app));
} else {
  // A page in another language is hidden until here, and goes at once.
  root.replaceChildren();
  delete root.dataset['prerendered'];
  createRoot(root).render(app);
}
