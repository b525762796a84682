import type { DeleteAccountRequest } from '@latchkey/shared';
import { FormPassword } from '../../forms/form-password.tsx';
import { loadDeleteAccountSchema } from '../../forms/schemas.ts';
import { useForm } from '../../forms/use-form.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { deleteAccount } from '../../store/account/thunks.ts';
import { conceal, type ApiError } from '../../store/app-thunk.ts';
import { useAppDispatch } from '../../store/hooks.ts';
import { PasswordForm } from './password-form.tsx';

/** The form that ends the account, which takes the password once more. */
export function DeleteAccount({ onErrorChange }: { onErrorChange: (hasError: boolean) => void }) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();

  async function send(body: DeleteAccountRequest, signal: AbortSignal): Promise<ApiError | null> {
    const answer = await dispatch(deleteAccount(conceal(body), { signal }));
    return deleteAccount.rejected.match(answer) ? answer.error : null;
  }

  const form = useForm({
    id: 'delete',
    names: ['password'],
    loadSchema: loadDeleteAccountSchema,
    send,
    fieldOf: { wrong_password: 'password' },
  });
  return (
    <PasswordForm
      control={form}
      submitLabel={t('security.deleteAccount')}
      pendingLabel={t('security.deletingAccount')}
      look="danger"
      onErrorChange={onErrorChange}
    >
      <FormPassword
        control={form}
        name="password"
        label={t('security.currentPassword')}
        autoComplete="current-password"
      />
    </PasswordForm>
  );
}
