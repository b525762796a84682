import './view.css';
import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router-dom';
import { useInspectorTexts } from './use-inspector-texts.ts';

/** What a view is linked to by: the part after `/inspector#`. */
export type ViewId = 'lifetime' | 'slices' | 'cookie' | 'tape' | 'ghost' | 'devices' | 'lab';

type ViewProps = { id: ViewId; children: ReactNode };

/**
 * One view of the inspector: what it shows in two sentences, a question to try, and the view itself. A link to its id,
 * such as `/inspector#tape`, leads to it and gives it the focus.
 */
export function View({ id, children }: ViewProps) {
  const { t } = useInspectorTexts();
  const location = useLocation();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (location.hash === `#${id}`) section.current?.focus();
  }, [location, id]);
  const title = t(`${id}.title`);
  return (
    <section className="view" id={id} ref={section} tabIndex={-1} aria-labelledby={`${id}-title`}>
      <div className="view-head">
        <h2 className="view-title">
          <span id={`${id}-title`}>{title}</span>
          <a className="view-link" href={`#${id}`} aria-label={t('link', { view: title })}>
            #
          </a>
        </h2>
        <p className="lede">{t(`${id}.lead`)}</p>
        <p className="view-question">
          <strong>{t('try')}</strong> {t(`${id}.question`)}
        </p>
      </div>
      <div className="view-body">{children}</div>
    </section>
  );
}
