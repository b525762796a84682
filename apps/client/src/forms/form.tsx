import './form.css';
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { ErrorSummary } from './error-summary.tsx';
import type { FieldName } from './field-errors.ts';
import type { FormControl } from './use-form.ts';
import { useOnline } from './use-online.ts';

type FormProps<Name extends FieldName> = {
  control: FormControl<Name>;
  submitLabel: string;
  pendingLabel: string;
  /** `danger` where it does what cannot be taken back. */
  look?: 'primary' | 'danger';
  /** The fields. */
  children: ReactNode;
};

/** A form with everything that it can have to say around its fields, and the button that submits it. */
export function Form<Name extends FieldName>(props: FormProps<Name>) {
  const { control, submitLabel, pendingLabel, look = 'primary', children } = props;
  const { form, summary, onSubmit, retry, phase, error } = control;
  const { t } = useTranslation();
  const isOnline = useOnline();
  return (
    <form
      className="form"
      method="post"
      noValidate
      ref={form}
      onSubmit={onSubmit}
      aria-busy={phase !== 'idle'}
    >
      {!isOnline && (
        <Notice look="calm" live="polite">
          {t('form.offline')}
        </Notice>
      )}
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      {control.hasTried && <ErrorSummary errors={control.errors} onGoTo={control.focusOn} ref={summary} />}
      {children}
      <SubmitButton
        label={submitLabel}
        pendingLabel={pendingLabel}
        look={look}
        phase={phase === 'slow' ? 'pending' : phase}
      />
      {phase === 'slow' && (
        <Notice look="calm" live="polite">
          <span>{t('form.slow')}</span>
          <Button onClick={retry}>{t('form.retry')}</Button>
        </Notice>
      )}
    </form>
  );
}
