import './guide.css';
import { useInspectorTexts } from './use-inspector-texts.ts';
import type { ViewId } from './view.tsx';

/** What a first visitor tries, in this order, and the view that shows it. */
const STEPS = [
  { step: 'signIn', view: 'slices' },
  { step: 'reload', view: 'tape' },
  { step: 'comeBack', view: 'lifetime' },
  { step: 'signOut', view: 'devices' },
  { step: 'breakIt', view: 'lab' },
] as const satisfies { step: string; view: ViewId }[];

/** A tour of the views for a first visitor. */
export function Guide({ hasLab }: { hasLab: boolean }) {
  const { t } = useInspectorTexts();
  return (
    <nav className="guide" aria-labelledby="guide-title">
      <h2 id="guide-title">{t('guide.title')}</h2>
      <ol className="guide-steps">
        {STEPS.filter(({ view }) => hasLab || view !== 'lab').map(({ step, view }) => (
          <li key={step}>
            <a className="guide-link" href={`#${view}`}>
              {t(`guide.${step}`)}
            </a>
            <span className="guide-text">{t(`guide.${step}Text`)}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
