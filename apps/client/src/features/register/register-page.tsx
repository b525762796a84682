import { PAGES, registerRequest } from '@latchkey/shared';
import { useTranslation } from 'react-i18next';
import { CredentialsForm } from '../../forms/credentials-form.tsx';
import { EntryLayout } from '../../forms/entry-layout.tsx';
import { useAppDispatch } from '../../store/hooks.ts';
import { signUp } from '../../store/sign-in.ts';

/** Where people make an account, which also signs them in. */
export function RegisterPage() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  return (
    <EntryLayout page="register" otherPath={PAGES.login}>
      <CredentialsForm
        title={t('register.title')}
        submitLabel={t('register.submit')}
        pendingLabel={t('register.pending')}
        isNewPassword
        schema={registerRequest}
        send={(body, signal) => dispatch(signUp(body, signal))}
      />
    </EntryLayout>
  );
}
