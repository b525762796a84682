import { PAGES } from '@latchkey/shared';
import { useTranslation } from '../../i18n/use-translation.ts';
import { Link } from '../../lib/link.tsx';

const STEPS = [
  ['token', `${PAGES.inspector}#lifetime`],
  ['copy', `${PAGES.inspector}#ghost`],
  ['account', PAGES.security],
] as const;

/** What somebody who is signed in may want to do here. */
export function NextSteps() {
  const { t } = useTranslation();
  return (
    <section className="home-part" aria-labelledby="home-next">
      <h2 id="home-next">{t('home.next')}</h2>
      <ul className="home-rows home-list">
        {STEPS.map(([step, path]) => (
          <li key={step}>
            <Link className="home-link" to={path}>
              {t(`home.${step}`)}
            </Link>
            <p className="home-note">{t(`home.${step}Hint`)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
