import { useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { logout } from '../store/auth/thunks.ts';
import type { ApiFailure } from '../store/app-thunk.ts';
import { useAppDispatch } from '../store/hooks.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Signs out. Where that fails, the session may still live: it says so and changes nothing. */
export function SignOut() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function signOut(): Promise<void> {
    if (isPending) return;
    setPending(true);
    const answer = await dispatch(logout());
    setPending(false);
    setFailure(logout.rejected.match(answer) ? answer.error : null);
  }

  return (
    <>
      <Button onClick={() => void signOut()} aria-busy={isPending}>
        {t('nav.signOut')}
      </Button>
      {failure !== null && (
        <div className="header-failure">
          <Notice look="danger" live="assertive">
            {t(`failure.${failure.code}`)}
          </Notice>
        </div>
      )}
    </>
  );
}
