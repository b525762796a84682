import './state-page.css';
import { RequestError } from '../api/api-error.ts';
import { useTranslation } from '../i18n/use-translation.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';

/** Stands where a page would be that threw `error`, with the id of the request where one failed. */
export function CrashPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const requestId = error instanceof RequestError ? error.error.requestId : null;
  usePageTitle(t('crash.title'));
  return (
    <div className="state-page">
      <PageHeading>{t('crash.title')}</PageHeading>
      <p className="lede">{t('crash.lede')}</p>
      {requestId !== null && (
        <p className="notice-detail">
          {t('form.requestId')} <code>{requestId}</code>
          <CopyButton text={requestId} label={t('form.copy')} copiedLabel={t('form.copied')} />
        </p>
      )}
      <Button look="primary" onClick={() => location.reload()}>
        {t('crash.reload')}
      </Button>
    </div>
  );
}
