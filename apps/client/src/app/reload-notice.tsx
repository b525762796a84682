import { useTranslation } from '../i18n/use-translation.ts';
import { useNeedsReload } from '../lib/missing-code.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/**
 * Offers to reload the page while a part of it is missing that trying again may not bring: the server has another build
 * now, or this browser does not ask again for what failed once. It says what a reload costs.
 */
export function ReloadNotice() {
  const { t } = useTranslation();
  if (!useNeedsReload()) return null;
  return (
    <Notice look="calm" live="polite">
      <span>{t('codeMissing.reloadLead')}</span>
      <Button onClick={() => location.reload()}>{t('codeMissing.reload')}</Button>
    </Notice>
  );
}
