import { USERNAME_LENGTH } from '@latchkey/shared';
import { use } from 'react';
import { Form } from '../../forms/form.tsx';
import { FormPassword } from '../../forms/form-password.tsx';
import { NewPassword } from '../../forms/new-password.tsx';
import { PasswordMinLength } from '../../forms/password-min-length.ts';
import { useForm, type FormOptions } from '../../forms/use-form.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { TextField } from '../../ui/text-field.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

type CredentialsFormProps = Pick<FormOptions<'username' | 'password'>, 'loadSchema' | 'send'> & {
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
  ...request
}: CredentialsFormProps) {
  const { t } = useTranslation();
  const minLength = use(PasswordMinLength);
  const form = useForm({
    ...request,
    names: ['username', 'password'],
    fieldOf: { username_taken: 'username' },
    mismatchFocus: 'password',
  });
  usePageTitle(form.hasError ? t('form.errorTitle', { title }) : title);
  return (
    <Form control={form} submitLabel={submitLabel} pendingLabel={pendingLabel}>
      <TextField
        {...form.field('username')}
        label={t('field.username')}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        hint={isNewPassword ? t('field.usernameHint', USERNAME_LENGTH) : undefined}
      />
      {isNewPassword ? (
        <NewPassword
          control={form}
          name="password"
          label={t('field.password')}
          hint={t('field.passwordHint', { min: minLength })}
          username={() => form.valueOf('username')}
        />
      ) : (
        <FormPassword
          control={form}
          name="password"
          label={t('field.password')}
          autoComplete="current-password"
        />
      )}
    </Form>
  );
}
