import './state-page.css';
import { useTranslation } from '../i18n/use-translation.ts';
import { useAppDispatch } from '../store/hooks.ts';
import { check } from '../store/user/thunks.ts';
import { Button } from '../ui/button.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';

/** The check call failed without an answer to the question who this is: nobody is signed out by that. */
export function Unreachable() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  usePageTitle(t('unreachable.title'));
  return (
    <div className="state-page">
      <PageHeading>{t('unreachable.title')}</PageHeading>
      <p className="lede">{t('unreachable.lede')}</p>
      <Button look="primary" onClick={() => void dispatch(check())}>
        {t('unreachable.retry')}
      </Button>
    </div>
  );
}
