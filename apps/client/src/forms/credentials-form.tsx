import './credentials-form.css';
import { USERNAME_LENGTH } from '@latchkey/shared';
import { use } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { ErrorNotice } from './error-notice.tsx';
import { FaultSummary } from './fault-summary.tsx';
import { faultsOf } from './faults.ts';
import { PasswordMinLength } from './password-min-length.ts';
import { useCredentialsForm, type CredentialsFormOptions } from './use-credentials-form.ts';
import { useOnline } from './use-online.ts';

type CredentialsFormProps = CredentialsFormOptions & {
  /** The page's title, which an error goes in front of. */
  title: string;
  submitLabel: string;
  pendingLabel: string;
  /** Whether the password is chosen here, or already known. */
  isNewPassword: boolean;
};

/** The form of the login and the register page: a username, a password and a button. */
export function CredentialsForm({
  title,
  submitLabel,
  pendingLabel,
  isNewPassword,
  ...options
}: CredentialsFormProps) {
  const { t } = useTranslation();
  const { summary, ...form } = useCredentialsForm(options);
  const minLength = use(PasswordMinLength);
  const isOnline = useOnline();
  const faults = faultsOf(t, form.errors, minLength);
  const isAboutField = form.failure?.code === 'username_taken' || (form.failure?.errors.length ?? 0) > 0;
  const hasError = form.hasTried && (Object.keys(faults).length > 0 || form.failure !== null);
  usePageTitle(hasError ? t('form.errorTitle', { title }) : title);

  return (
    <form
      className="credentials"
      method="post"
      noValidate
      onSubmit={form.onSubmit}
      aria-busy={form.phase !== 'idle'}
    >
      {!isOnline && (
        <Notice look="calm" live="polite">
          {t('form.offline')}
        </Notice>
      )}
      {form.failure !== null && !isAboutField && <ErrorNotice error={form.failure} />}
      {form.hasTried && <FaultSummary faults={faults} onGoTo={form.setFocus} ref={summary} />}
      <TextField
        {...form.field('username')}
        id="username"
        label={t('field.username')}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        hint={isNewPassword ? t('field.usernameHint', USERNAME_LENGTH) : undefined}
        error={faults.username}
      />
      <PasswordField
        {...form.field('password')}
        id="password"
        label={t('field.password')}
        autoComplete={isNewPassword ? 'new-password' : 'current-password'}
        hint={isNewPassword ? t('field.passwordHint', { min: minLength }) : undefined}
        error={faults.password}
        isShown={form.isPasswordShown}
        onToggle={form.togglePassword}
        texts={{
          show: t('field.show'),
          showPassword: t('field.showPassword'),
          capsLock: t('field.capsLock'),
        }}
      />
      <SubmitButton
        label={submitLabel}
        pendingLabel={pendingLabel}
        phase={form.phase === 'slow' ? 'pending' : form.phase}
      />
      {form.phase === 'slow' && (
        <Notice look="calm" live="polite">
          <span>{t('form.slow')}</span>
          <Button onClick={() => void form.retry()}>{t('form.retry')}</Button>
        </Notice>
      )}
    </form>
  );
}
