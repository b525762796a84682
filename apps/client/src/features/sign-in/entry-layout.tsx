import './entry-layout.css';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useLocation } from 'react-router-dom';
import { Link } from '../../lib/link.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { EntryPicture } from './entry-picture.tsx';

type EntryLayoutProps = { page: 'login' | 'register'; otherPath: string; children: ReactNode };

/** The two pages that lead in: the form, and on wide screens a picture of what it does. */
export function EntryLayout({ page, otherPath, children }: EntryLayoutProps) {
  const { t } = useTranslation();
  const { search } = useLocation();
  return (
    <div className="entry">
      <div className="entry-form">
        <div className="entry-head">
          <PageHeading>{t(`${page}.title`)}</PageHeading>
          <p className="lede">{t(`${page}.lede`)}</p>
        </div>
        {children}
        <p className="entry-other">
          {t(`${page}.otherLead`)} <Link to={otherPath + search}>{t(`${page}.other`)}</Link>
        </p>
      </div>
      <EntryPicture />
    </div>
  );
}
