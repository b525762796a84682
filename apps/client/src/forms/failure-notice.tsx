import { useTranslation } from '../i18n/use-translation.ts';
import type { ApiFailure } from '../store/app-thunk.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Countdown } from './countdown.tsx';

/** Says what went wrong with a request; with the id of the request where that helps somebody to find out why. */
export function FailureNotice({ failure }: { failure: ApiFailure }) {
  const { t } = useTranslation();
  return (
    <>
      <Notice look="danger" live="assertive">
        <p className="notice-title">{t(`failure.${failure.code}`)}</p>
        {failure.code === 'internal' && failure.requestId !== null && (
          <p className="notice-detail">
            {t('form.requestId')} <code>{failure.requestId}</code>
            <CopyButton text={failure.requestId} label={t('form.copy')} copiedLabel={t('form.copied')} />
          </p>
        )}
      </Notice>
      {failure.retryAfter !== null && <Countdown seconds={failure.retryAfter} key={failure.receivedAt} />}
    </>
  );
}
