import './lifetime-line.css';
import type { TokenPhase } from '@latchkey/shared';
import { useId } from 'react';
import { tickShares } from './lifetime-line-ticks.ts';

type LifetimeLineProps = {
  /**
   * The token at one moment: seconds since the epoch. `renewAfter`: `null` for a token that is never renewed. The whole
   * is `null` for an empty line.
   */
  life: {
    iat: number;
    exp: number;
    now: number;
    renewAfter: number | null;
    phase: TokenPhase | 'ends';
  } | null;
  /** What the picture says, in words. */
  label: string;
};

const percent = (share: number): string => `${share * 100}%`;

/**
 * The lifetime line: a token's life with ticks, and a notch where renewal begins. Fresh time is solid and renewal time
 * hatched, time that is over is outlined, and dashed when all of it is over, so that colour is not needed to read it.
 */
export function LifetimeLine({ life, label }: LifetimeLineProps) {
  const isOver = life?.phase === 'expired';
  return (
    <svg className="lifetime" role="img" aria-label={label} height="36">
      <rect
        className={isOver ? 'lifetime-track lifetime-over' : 'lifetime-track'}
        x="0.5"
        y="10.5"
        width="calc(100% - 1px)"
        height="7"
        rx="3.5"
      />
      {life !== null && <Life {...life} />}
      <line className="lifetime-tick" x1="1" x2="1" y1="22" y2="30" />
      <line className="lifetime-tick" x1="100%" x2="100%" y1="22" y2="30" transform="translate(-1 0)" />
    </svg>
  );
}

function Life({ iat, exp, now, renewAfter }: NonNullable<LifetimeLineProps['life']>) {
  const hatch = useId();
  const share = (second: number): number => Math.min(1, Math.max(0, (second - iat) / (exp - iat)));
  const elapsed = share(now);
  const renewal = renewAfter === null ? 1 : share(renewAfter);
  return (
    <>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className="lifetime-hatch" width="3" height="6" />
        </pattern>
      </defs>
      {/* A new token is a new line, which draws itself. */}
      <g className="lifetime-fill" key={iat}>
        {elapsed < renewal && <Part className="lifetime-fresh" from={elapsed} to={renewal} />}
        <Part fill={`url(#${hatch})`} from={Math.max(elapsed, renewal)} to={1} />
      </g>
      {tickShares(exp - iat).map((tick) => (
        <line className="lifetime-tick" key={tick} x1={percent(tick)} x2={percent(tick)} y1="22" y2="27" />
      ))}
      {renewAfter !== null && (
        <svg x={percent(renewal)} y="0" overflow="visible" aria-hidden="true">
          <path className="lifetime-notch" d="M-5 1h10l-5 7z" />
        </svg>
      )}
      <circle className="lifetime-now" cx={percent(elapsed)} cy="14" r="6" />
    </>
  );
}

type PartProps = { from: number; to: number; className?: string; fill?: string };

function Part({ from, to, ...style }: PartProps) {
  return <rect x={percent(from)} y="10" width={percent(to - from)} height="8" {...style} />;
}
