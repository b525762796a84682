import { useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { logout } from '../store/auth/thunks.ts';
import type { ApiError } from '../store/app-thunk.ts';
import { useAppDispatch } from '../store/hooks.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Signs out. Where that fails, the session may still live: it says so and changes nothing. */
export function SignOut() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  async function signOut(): Promise<void> {
    if (isPending) return;
    setPending(true);
    const answer = await dispatch(logout());
    setPending(false);
    setError(logout.rejected.match(answer) ? answer.error : null);
  }

  return (
    <>
      <Button onClick={() => void signOut()} aria-busy={isPending}>
        {t('nav.signOut')}
      </Button>
      {error !== null && (
        <div className="header-error">
          <Notice look="danger" live="assertive">
            {t(`error.${error.code}`)}
          </Notice>
        </div>
      )}
    </>
  );
}
