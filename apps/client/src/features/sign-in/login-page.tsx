import { PAGES } from '@latchkey/shared';
import { useTranslation } from '../../i18n/use-translation.ts';
import { CredentialsForm } from './credentials-form.tsx';
import { EntryLayout } from './entry-layout.tsx';
import { loadLoginSchema } from '../../forms/schemas.ts';
import { useAppDispatch, useAppSelector } from '../../store/hooks.ts';
import { signIn } from '../../store/sign-in.ts';
import { selectSignOutReason } from '../../store/user/slice.ts';
import { Notice } from '../../ui/notice.tsx';

/** Where people sign in; says what ended the last session, unless it was their own logout here. */
export function LoginPage() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const reason = useAppSelector(selectSignOutReason);
  return (
    <EntryLayout page="login" otherPath={PAGES.register}>
      {reason !== null && reason !== 'logout' && (
        <Notice look="calm" live="polite">
          {t(`login.signedOut.${reason}`)}
        </Notice>
      )}
      <CredentialsForm
        title={t('login.title')}
        submitLabel={t('login.submit')}
        pendingLabel={t('login.pending')}
        isNewPassword={false}
        loadSchema={loadLoginSchema}
        send={(body, signal) => dispatch(signIn(body, signal))}
      />
    </EntryLayout>
  );
}
