import type { DeleteAccountRequest } from '@latchkey/shared';
import { FormPassword } from '../../forms/form-password.tsx';
import { loadDeleteAccountSchema } from '../../forms/schemas.ts';
import { useForm } from '../../forms/use-form.ts';
import { deleteAccount } from '../../store/account/thunks.ts';
import { conceal, type ApiError } from '../../store/app-thunk.ts';
import { useAppDispatch } from '../../store/hooks.ts';
import { PasswordForm } from './password-form.tsx';
import { useSecurityTexts } from './use-security-texts.ts';

/** The form that ends the account, which takes the password once more. */
export function DeleteAccount({ onErrorChange }: { onErrorChange: (hasError: boolean) => void }) {
  const { t } = useSecurityTexts();
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
      submitLabel={t('deleteAccount')}
      pendingLabel={t('deletingAccount')}
      look="danger"
      onErrorChange={onErrorChange}
    >
      <FormPassword
        control={form}
        name="password"
        label={t('currentPassword')}
        autoComplete="current-password"
      />
    </PasswordForm>
  );
}
