import { PAGES } from '@latchkey/shared';
import { useTranslation } from '../../i18n/use-translation.ts';
import { CredentialsForm } from '../../forms/credentials-form.tsx';
import { EntryLayout } from '../../forms/entry-layout.tsx';
import { loadRegisterSchema } from '../../forms/schemas.ts';
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
        loadSchema={loadRegisterSchema}
        send={(body, signal) => dispatch(signUp(body, signal))}
      />
    </EntryLayout>
  );
}
