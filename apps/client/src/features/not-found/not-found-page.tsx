import './not-found-page.css';
import { PAGES } from '@latchkey/shared';
import { useTranslation } from '../../i18n/use-translation.ts';
import { Link } from '../../lib/link.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

/** What an address shows at which there is nothing. */
export function NotFoundPage() {
  const { t } = useTranslation();
  usePageTitle(t('notFound.title'));
  return (
    <div className="not-found">
      <PageHeading>{t('notFound.title')}</PageHeading>
      <p className="lede">{t('notFound.lede')}</p>
      <p>
        <Link className="not-found-link" to={PAGES.home}>
          {t('notFound.home')}
        </Link>
      </p>
    </div>
  );
}
