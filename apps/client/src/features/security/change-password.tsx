import type { PasswordRequest } from '@latchkey/shared';
import { use, useState } from 'react';
import { FormPassword } from '../../forms/form-password.tsx';
import { NewPassword } from '../../forms/new-password.tsx';
import { PasswordMinLength } from '../../forms/password-min-length.ts';
import { loadPasswordSchema } from '../../forms/schemas.ts';
import { useForm } from '../../forms/use-form.ts';
import { changePassword } from '../../store/account/thunks.ts';
import { conceal, type ApiError } from '../../store/app-thunk.ts';
import { useAppDispatch, useAppSelector } from '../../store/hooks.ts';
import { selectUsername } from '../../store/user/slice.ts';
import { Notice } from '../../ui/notice.tsx';
import { PasswordForm } from './password-form.tsx';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useSecurityTexts } from './use-security-texts.ts';

/** The form for a new password, which signs all other devices out. */
export function ChangePassword({ onErrorChange }: { onErrorChange: (hasError: boolean) => void }) {
  const { t } = useSecurityTexts();
  const { t: shared } = useTranslation();
  const dispatch = useAppDispatch();
  const minLength = use(PasswordMinLength);
  const username = useAppSelector(selectUsername) ?? '';
  const [changes, setChanges] = useState(0);

  async function send(body: PasswordRequest, signal: AbortSignal): Promise<ApiError | null> {
    const answer = await dispatch(changePassword(conceal(body), { signal }));
    return changePassword.rejected.match(answer) ? answer.error : null;
  }

  const form = useForm({
    id: 'change',
    names: ['currentPassword', 'newPassword'],
    loadSchema: () => loadPasswordSchema(minLength),
    send,
    fieldOf: { wrong_password: 'currentPassword' },
    onDone: () => setChanges(changes + 1),
  });
  return (
    <>
      {changes > 0 && (
        // Said again after each change.
        <Notice look="calm" live="polite" key={changes}>
          {t('passwordChanged')}
        </Notice>
      )}
      <PasswordForm
        control={form}
        submitLabel={t('changePassword')}
        pendingLabel={t('changingPassword')}
        onErrorChange={onErrorChange}
      >
        <FormPassword
          control={form}
          name="currentPassword"
          label={t('currentPassword')}
          autoComplete="current-password"
        />
        <NewPassword
          // Another one after each change: the strength was that of the last.
          key={changes}
          control={form}
          name="newPassword"
          label={t('newPassword')}
          hint={shared('field.passwordHint', { min: minLength })}
          username={() => username}
        />
      </PasswordForm>
    </>
  );
}
