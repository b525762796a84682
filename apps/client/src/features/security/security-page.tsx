import './security-page.css';
import {
  deleteAccountRequest,
  passwordRequest,
  type DeleteAccountRequest,
  type PasswordRequest,
} from '@latchkey/shared';
import { use, useState } from 'react';
import { PasswordMinLength } from '../../forms/password-min-length.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { changePassword, deleteAccount } from '../../store/account/thunks.ts';
import { conceal, type ApiError } from '../../store/app-thunk.ts';
import { useAppDispatch } from '../../store/hooks.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { Devices } from './devices/devices.tsx';
import { PasswordForm } from './password-form.tsx';

/** Password, devices, and the end of the account. */
export function SecurityPage() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const minLength = use(PasswordMinLength);
  const [isChanged, setChanged] = useState(false);
  usePageTitle(t('security.title'));

  async function change(body: PasswordRequest, signal: AbortSignal): Promise<ApiError | null> {
    const answer = await dispatch(changePassword(conceal(body), { signal }));
    return changePassword.rejected.match(answer) ? answer.error : null;
  }

  async function remove(body: DeleteAccountRequest, signal: AbortSignal): Promise<ApiError | null> {
    const answer = await dispatch(deleteAccount(conceal(body), { signal }));
    return deleteAccount.rejected.match(answer) ? answer.error : null;
  }

  return (
    <div className="security">
      <PageHeading>{t('security.title')}</PageHeading>
      <section className="security-part" aria-labelledby="security-devices">
        <h2 id="security-devices">{t('devices.title')}</h2>
        <Devices />
      </section>
      <section className="security-part" aria-labelledby="security-password">
        <h2 id="security-password">{t('security.password')}</h2>
        {isChanged && (
          <Notice look="calm" live="polite">
            {t('security.passwordChanged')}
          </Notice>
        )}
        <PasswordForm
          id="change"
          schema={passwordRequest(minLength)}
          current={{ name: 'currentPassword', label: t('security.currentPassword') }}
          chosen={{
            name: 'newPassword',
            label: t('security.newPassword'),
            hint: t('field.passwordHint', { min: minLength }),
          }}
          submitLabel={t('security.changePassword')}
          pendingLabel={t('security.changingPassword')}
          send={change}
          onDone={() => setChanged(true)}
        />
      </section>
      <section className="security-part" aria-labelledby="security-delete">
        <h2 id="security-delete">{t('security.deleteTitle')}</h2>
        <p className="security-lead">{t('security.deleteLead')}</p>
        <PasswordForm
          id="delete"
          schema={deleteAccountRequest}
          current={{ name: 'password', label: t('security.currentPassword') }}
          submitLabel={t('security.deleteAccount')}
          pendingLabel={t('security.deletingAccount')}
          look="danger"
          send={remove}
        />
      </section>
    </div>
  );
}
