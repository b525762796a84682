import './playhead.css';
import { useState, type KeyboardEvent } from 'react';
import { tokenLife } from '../../store/token/life.ts';
import type { ReceivedTimes } from '../../store/token/slice.ts';
import { Button } from '../../ui/button.tsx';
import { formatTime } from '../../ui/format-time.ts';
import { LifetimeLine } from '../../ui/lifetime-line.tsx';
import { formatAge, LAST_STEP, secondsOf, stepOf, STEPS_PER_PAGE } from './playhead-scale.ts';
import { useInspectorTexts } from './use-inspector-texts.ts';

type PlayheadProps = {
  times: ReceivedTimes;
  /** The server's second now, at which the playhead stands until somebody moves it. */
  now: number;
};

/**
 * The lifetime line with a slider under it: arrows move it a tenth of a seventh of the life (a tenth of a day), the Page
 * keys a seventh, Home and End to its ends. The verdict is the one of the rule that the server runs.
 */
export function Playhead({ times, now }: PlayheadProps) {
  const { t, language } = useInspectorTexts();
  const [moved, setMoved] = useState<number | null>(null);
  const { iat, exp } = times;
  const length = exp - iat;
  const second = moved === null ? now : iat + secondsOf(moved, length);
  const step = moved ?? stepOf(now - iat, length);
  const life = tokenLife(times, second);
  const verdict = t(`lifetime.verdict.${life.phase}`);
  const age = formatAge(second - iat, length, language);
  const value = t('lifetime.value', { age, verdict });

  function onKeyDown(event: KeyboardEvent): void {
    const by = { PageUp: STEPS_PER_PAGE, PageDown: -STEPS_PER_PAGE }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setMoved(Math.min(LAST_STEP, Math.max(0, step + by)));
  }

  return (
    <div className="playhead">
      <div className="playhead-line">
        <LifetimeLine life={life} label={value} />
      </div>
      <label className="playhead-label" htmlFor="playhead">
        {t('lifetime.playhead')}
      </label>
      <input
        className="playhead-slider"
        id="playhead"
        type="range"
        min={0}
        max={LAST_STEP}
        value={step}
        aria-valuetext={value}
        onChange={({ target }) => setMoved(Number(target.value))}
        onKeyDown={onKeyDown}
      />
      <p className="playhead-verdict">
        <strong className={`playhead-${life.phase}`}>{verdict}</strong>{' '}
        <span className="lede">{t('lifetime.at', { age, time: formatTime(second, length, language) })}</span>
      </p>
      {moved !== null && <Button onClick={() => setMoved(null)}>{t('lifetime.now')}</Button>}
    </div>
  );
}
