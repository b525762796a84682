import { PAGES } from '@latchkey/shared';
import { use } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { CredentialsForm } from './credentials-form.tsx';
import { EntryLayout } from './entry-layout.tsx';
import { PasswordMinLength } from '../../forms/password-min-length.ts';
import { loadRegisterSchema } from '../../forms/schemas.ts';
import { useAppDispatch } from '../../store/hooks.ts';
import { signUp } from '../../store/sign-in.ts';

/** Where people make an account, which also signs them in. */
export function RegisterPage() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const minLength = use(PasswordMinLength);
  return (
    <EntryLayout page="register" otherPath={PAGES.login}>
      <CredentialsForm
        title={t('register.title')}
        submitLabel={t('register.submit')}
        pendingLabel={t('register.pending')}
        isNewPassword
        loadSchema={async () => loadRegisterSchema(minLength)}
        send={(body, signal) => dispatch(signUp(body, signal))}
      />
    </EntryLayout>
  );
}
