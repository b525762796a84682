import './inspector-page.css';
import { useState } from 'react';
import { PageHeading } from '../../ui/page-heading.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { readBoot } from '../../lib/boot.ts';
import { CookieView } from './cookie-view.tsx';
import { DevicesView } from './devices-view.tsx';
import { GhostView } from './ghost-view.tsx';
import { Guide } from './guide.tsx';
import { LabView } from './lab/lab-view.tsx';
import { LifetimeView } from './lifetime-view.tsx';
import { SlicesView } from './slices-view.tsx';
import { TapeView } from './tape-view.tsx';
import { useInspectorTexts } from './use-inspector-texts.ts';

/** What becomes of the token, in views that each can be linked to. */
export function InspectorPage() {
  const { t } = useInspectorTexts();
  usePageTitle(t('title'));
  const [hasLab] = useState(() => readBoot(document)?.lab === true);
  return (
    <div className="inspector">
      <div className="inspector-head">
        <PageHeading>{t('title')}</PageHeading>
        <p className="lede">{t('lede')}</p>
      </div>
      <Guide hasLab={hasLab} />
      <LifetimeView />
      <SlicesView />
      <CookieView />
      <TapeView />
      <GhostView />
      <DevicesView />
      {hasLab && <LabView />}
    </div>
  );
}
