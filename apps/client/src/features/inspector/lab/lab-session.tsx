import { useEffect } from 'react';
import { useAppDispatch, useAppSelector } from '../../../store/hooks.ts';
import { selectLab, type LabEntry } from '../../../store/lab/slice.ts';
import { readInLab, renewInLab, revokeInLab } from '../../../store/lab/thunks.ts';
import { tokenLife } from '../../../store/token/life.ts';
import type { ReceivedTimes } from '../../../store/token/slice.ts';
import { Button } from '../../../ui/button.tsx';
import { formatTime } from '../../../ui/format-time.ts';
import { LifetimeLine } from '../../../ui/lifetime-line.tsx';
import { useInspectorTexts } from '../use-inspector-texts.ts';
import { LabNews } from './lab-news.tsx';
import { LabVerdicts } from './lab-verdicts.tsx';

type LabSessionProps = {
  session: LabEntry;
  /** The life of the page's own token, whose configuration the lab's tokens share. */
  times: ReceivedTimes;
  /** The server's second now. */
  now: number;
};

/** One session of the lab: its token's life, what each policy answers to it, and what can be done to it. */
export function LabSession({ session, times, now }: LabSessionProps) {
  const { t, language } = useInspectorTexts();
  const dispatch = useAppDispatch();
  const { busy } = useAppSelector(selectLab);
  const { sid, number, claims, answers } = session;
  const { iat, exp } = claims;
  const renewAfter = exp - (times.exp - times.renewAfter);
  const life = tokenLife({ ...times, iat, exp, renewAfter, endsAt: null }, now);
  const moment = (second: number) => formatTime(second, times.exp - times.iat, language);
  const label = t('lab.life', { issued: moment(iat), expires: moment(exp) });
  const isBusy = busy.includes(sid);
  const isRevoked = answers?.revokedAt !== undefined;

  // The answers change with the phase. Asked again as time goes on, should the server not be as far yet.
  const outdatedAt = answers?.phase === life.phase ? null : now;
  useEffect(() => {
    if (outdatedAt !== null) void dispatch(readInLab(sid));
  }, [dispatch, sid, outdatedAt]);

  return (
    <li className="lab-session">
      <h3 className="lab-name">{t('lab.session', { number })}</h3>
      <LifetimeLine life={life} label={label} />
      <p className="lab-note">{label}</p>
      <LabVerdicts answers={answers} />
      <LabNews session={session} moment={moment} />
      <div className="lab-actions">
        <Button aria-busy={isBusy} onClick={() => void dispatch(renewInLab(sid))}>
          {t('lab.use')}
          <span className="visually-hidden"> {t('lab.session', { number })}</span>
        </Button>
        {!isRevoked && (
          <Button look="danger" aria-busy={isBusy} onClick={() => void dispatch(revokeInLab(sid))}>
            {t('lab.revoke')}
            <span className="visually-hidden"> {t('lab.session', { number })}</span>
          </Button>
        )}
      </div>
    </li>
  );
}
