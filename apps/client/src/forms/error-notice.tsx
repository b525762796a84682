import { useTranslation } from '../i18n/use-translation.ts';
import type { ApiError } from '../store/app-thunk.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Countdown } from './countdown.tsx';

type ErrorNoticeProps = {
  error: ApiError;
  /** Tries again, where code of the page itself has not arrived. */
  onRetry?: () => void;
};

/** Says what went wrong with a request; with the id of the request where the server is at fault. */
export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  const { t } = useTranslation();
  return (
    <>
      <Notice look="danger" live="assertive">
        <p className="notice-title">{t(`error.${error.code}`)}</p>
        {(error.status ?? 0) >= 500 && error.requestId !== null && (
          <p className="notice-detail">
            {t('form.requestId')} <code>{error.requestId}</code>
            <CopyButton text={error.requestId} label={t('form.copy')} copiedLabel={t('form.copied')} />
          </p>
        )}
        {error.code === 'code_missing' && onRetry !== undefined && (
          <Button onClick={onRetry}>{t('form.retry')}</Button>
        )}
      </Notice>
      {error.retryAfter !== null && <Countdown seconds={error.retryAfter} key={error.receivedAt} />}
    </>
  );
}
