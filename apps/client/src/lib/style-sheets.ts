/** The style sheets that an import still lacks, by the function that makes the import. */
const lostBy = new WeakMap<object, Set<string>>();

/**
 * Runs an import and keeps in mind which style sheets do not arrive with it, to load them first when the same import is
 * made again: Vite (8.3) rejects the first import, and takes the style sheet for loaded from then on. Where pages are
 * prerendered there are none to load.
 */
export async function withStyleSheets<T>(load: () => Promise<T>): Promise<T> {
  if (import.meta.env.SSR) return load();
  const lost = lostBy.get(load) ?? new Set();
  lostBy.set(load, lost);
  await Promise.all(Array.from(lost, loadStyleSheet));
  lost.clear();

  const note = ({ target }: Event): void => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') lost.add(target.href);
  };
  // The error of an element does not bubble, but it can be captured.
  addEventListener('error', note, { capture: true });
  try {
    return await load();
  } finally {
    removeEventListener('error', note, { capture: true });
  }
}

function loadStyleSheet(href: string): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  return new Promise((resolve, reject) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => reject(new Error(`no style sheet ${href}`)));
    document.head.append(link);
  });
}
