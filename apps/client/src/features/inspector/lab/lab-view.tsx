import './lab-view.css';
import { ErrorNotice } from '../../../forms/error-notice.tsx';
import { useAppSelector } from '../../../store/hooks.ts';
import { selectLab } from '../../../store/lab/slice.ts';
import { selectTokenTimes } from '../../../store/token/slice.ts';
import { useTokenLife } from '../../../store/token/use-token-life.ts';
import { useInspectorTexts } from '../use-inspector-texts.ts';
import { View } from '../view.tsx';
import { LabSession } from './lab-session.tsx';
import { LabStart } from './lab-start.tsx';
import { LabTamper } from './lab-tamper.tsx';

/** Sessions to play with: made, used, revoked, and a token that is forged; the server runs its rules on all of them. */
export function LabView() {
  const { t } = useInspectorTexts();
  const { sessions, error } = useAppSelector(selectLab);
  const times = useAppSelector(selectTokenTimes);
  const life = useTokenLife();
  return (
    <View id="lab">
      {times === null || life === null ? (
        <p>{t('lab.unknown')}</p>
      ) : (
        <>
          <LabStart length={times.exp - times.iat} />
          {error !== null && <ErrorNotice error={error} key={error.receivedAt} />}
          {sessions.length === 0 ? (
            <p className="lab-note">{t('lab.empty')}</p>
          ) : (
            <ul className="lab-sessions">
              {sessions.map((session) => (
                <LabSession key={session.sid} session={session} times={times} now={life.now} />
              ))}
            </ul>
          )}
          <LabTamper />
        </>
      )}
    </View>
  );
}
