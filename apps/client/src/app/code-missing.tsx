import './state-page.css';
import { useEffect } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { askForBuild } from '../lib/server-build.ts';
import { Button } from '../ui/button.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { reloadByItself } from './reload.ts';

type CodeMissingProps = {
  /** Whether somebody has tried again already. */
  hasRetried: boolean;
  onRetry: () => void;
};

/**
 * Stands where a page would be whose code did not arrive. A page of an old build reloads itself; otherwise trying again
 * loads the code, and if that fails too while the server can be reached, the whole page.
 */
export function CodeMissing({ hasRetried, onRetry }: CodeMissingProps) {
  const { t } = useTranslation();
  usePageTitle(t('codeMissing.title'));
  useEffect(() => void reloadIfItHelps(hasRetried), [hasRetried]);
  return (
    <div className="state-page">
      <PageHeading>{t('codeMissing.title')}</PageHeading>
      <p className="lede">{t('codeMissing.lede')}</p>
      <Button look="primary" onClick={onRetry}>
        {t('codeMissing.retry')}
      </Button>
    </div>
  );
}

async function reloadIfItHelps(hasRetried: boolean): Promise<void> {
  const build = await askForBuild();
  if (build === 'unreachable') return;
  if (hasRetried) location.reload();
  else if (build === 'replaced') reloadByItself();
}
