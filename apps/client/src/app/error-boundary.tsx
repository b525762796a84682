import './state-page.css';
import { Component, type ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { RequestError } from '../api/api-error.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { PageHeading } from '../ui/page-heading.tsx';

type Crash = { error: unknown } | null;

/** Catches what a page throws while it renders, and says so instead of leaving the screen empty. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { crash: Crash }> {
  override state: { crash: Crash } = { crash: null };

  static getDerivedStateFromError(error: unknown): { crash: Crash } {
    return { crash: { error } };
  }

  override render(): ReactNode {
    const { crash } = this.state;
    return crash === null ? this.props.children : <CrashPage error={crash.error} />;
  }
}

function CrashPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const requestId = error instanceof RequestError ? error.error.requestId : null;
  return (
    <main className="layout-main state-page">
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
    </main>
  );
}
