import './ghost-view.css';
import { revocationMode } from '@latchkey/shared';
import { ghostAnswers } from '../../store/ghosts/answers.ts';
import { selectGhosts, type Ghost } from '../../store/ghosts/slice.ts';
import { useAppSelector } from '../../store/hooks.ts';
import { selectSession } from '../../store/token/slice.ts';
import { useTokenLife } from '../../store/token/use-token-life.ts';
import { formatTime } from '../../ui/format-time.ts';
import { useInspectorTexts } from './use-inspector-texts.ts';
import { View } from './view.tsx';

/** The tokens that this browser no longer holds: until when a stolen copy would work, under each revocation policy. */
export function GhostView() {
  const { t } = useInspectorTexts();
  const ghosts = useAppSelector(selectGhosts);
  const life = useTokenLife();
  return (
    <View id="ghost">
      {ghosts.length === 0 || life === null ? (
        <p>{t('ghost.empty')}</p>
      ) : (
        <ul className="ghosts">
          {ghosts.map((ghost) => (
            <GhostToken key={ghost.iat} ghost={ghost} now={life.now} />
          ))}
        </ul>
      )}
    </View>
  );
}

function GhostToken({ ghost, now }: { ghost: Ghost; now: number }) {
  const { t, language } = useInspectorTexts();
  const own = useAppSelector(selectSession)?.revocation;
  const { iat, exp, hasSessionEnded } = ghost;
  const moment = (second: number) => formatTime(second, exp - iat, language);
  const answers = ghostAnswers(ghost, now);
  const elapsed = Math.min(1, Math.max(0, (now - iat) / (exp - iat)));
  return (
    <li className="ghost">
      <p>
        {t(hasSessionEnded ? 'ghost.ended' : 'ghost.replaced', { issued: moment(iat), expires: moment(exp) })}
      </p>
      <div className="ghost-life" aria-hidden="true">
        <div className="ghost-left" style={{ insetInlineStart: `${elapsed * 100}%` }} />
      </div>
      <dl className="ghost-answers">
        {revocationMode.options.map((mode) => (
          <div key={mode}>
            <dt>
              <code>{mode}</code> {mode === own && t('ghost.own')}
            </dt>
            <dd className={`ghost-${answers[mode]}`}>{t(`ghost.${answers[mode]}`)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
