import { lazy, Suspense, useSyncExternalStore } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { loadCode } from '../../lib/load-code.ts';

/** The width from which on the entry pages have two columns; `entry-layout.css` has it too. */
const WIDE = '(width >= 56rem)';
const importPicture = async () => (await import('../../ui/how-it-works.tsx')).HowItWorks;
const NoPicture: Awaited<ReturnType<typeof importPicture>> = () => <></>;

/** Without its code there is no picture: the form beside it must not go because of that. */
const HowItWorks = lazy(async () => ({ default: await loadCode(importPicture).catch(() => NoPicture) }));

/** The picture beside the form, which narrow screens neither show nor load; nor does a prerendered page, which knows no width. */
export function EntryPicture() {
  const { t } = useTranslation();
  const isWide = useSyncExternalStore(
    subscribe,
    () => matchMedia(WIDE).matches,
    () => false,
  );
  if (!isWide) return null;
  return (
    <div className="entry-picture">
      <Suspense>
        <HowItWorks
          texts={{
            title: t('picture.title'),
            text: t('picture.text'),
            browser: t('picture.browser'),
            server: t('picture.server'),
            request: t('picture.request'),
            cookie: t('picture.cookie'),
            sealed: t('picture.sealed'),
          }}
        />
      </Suspense>
    </div>
  );
}

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
