import './inspector-page.css';
import { useTranslation } from '../../i18n/use-translation.ts';
import { selectAuth } from '../../store/auth/slice.ts';
import { useAppSelector } from '../../store/hooks.ts';
import { selectUser } from '../../store/user/slice.ts';
import { PageHeading } from '../../ui/page-heading.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { ScriptCookies } from './script-cookies.tsx';
import { SlicePanel } from './slice-panel.tsx';

/** What the page knows: the two slices side by side, and what scripts see of the cookie. */
export function InspectorPage() {
  const { t } = useTranslation();
  const auth = useAppSelector(selectAuth);
  const user = useAppSelector(selectUser);
  usePageTitle(t('inspector.title'));
  return (
    <div className="inspector">
      <div className="inspector-head">
        <PageHeading>{t('inspector.title')}</PageHeading>
        <p className="lede">{t('inspector.lede')}</p>
      </div>
      <div className="inspector-slices">
        <SlicePanel name="auth" lead={t('inspector.authLead')} slice={auth} />
        <SlicePanel name="user" lead={t('inspector.userLead')} slice={user} token={user.token} />
      </div>
      <ScriptCookies />
    </div>
  );
}
