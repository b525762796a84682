import './lifetime-line.css';
import { TOKEN_LIFETIME } from '@latchkey/shared';
import { useId } from 'react';

const DAYS = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const percent = (share: number): string => `${share * 100}%`;
/** Where on the line a token begins to be renewed. */
const RENEWAL = 1 - TOKEN_LIFETIME.renewBelow / TOKEN_LIFETIME.ttl;

type LifetimeLineProps = {
  /** How much of the token's life is over, from 0 to 1; `null` draws the line empty, for no token or one of unknown age. */
  elapsed: number | null;
  /** What the picture says, in words. */
  label: string;
};

/**
 * The lifetime line: seven days with a notch where renewal begins. Fresh time is solid and renewal time hatched, so
 * that colour is not needed to read it; time that is over is only outlined.
 */
export function LifetimeLine({ elapsed, label }: LifetimeLineProps) {
  const hatch = useId();
  return (
    <svg className="lifetime" role="img" aria-label={label} height="36">
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className="lifetime-hatch" width="3" height="6" />
        </pattern>
      </defs>
      <rect className="lifetime-track" x="0.5" y="10.5" width="calc(100% - 1px)" height="7" rx="3.5" />
      {elapsed !== null && (
        <g className="lifetime-fill" key={elapsed}>
          {elapsed < RENEWAL && (
            <rect
              className="lifetime-fresh"
              x={percent(elapsed)}
              y="10"
              width={percent(RENEWAL - elapsed)}
              height="8"
            />
          )}
          <rect
            fill={`url(#${hatch})`}
            x={percent(Math.max(elapsed, RENEWAL))}
            y="10"
            width={percent(1 - Math.max(elapsed, RENEWAL))}
            height="8"
          />
        </g>
      )}
      {DAYS.slice(1, -1).map((day) => (
        <line
          className="lifetime-tick"
          key={day}
          x1={percent(day / 7)}
          x2={percent(day / 7)}
          y1="22"
          y2="27"
        />
      ))}
      <line className="lifetime-tick" x1="1" x2="1" y1="22" y2="30" />
      <line className="lifetime-tick" x1="100%" x2="100%" y1="22" y2="30" transform="translate(-1 0)" />
      <svg x={percent(RENEWAL)} y="0" overflow="visible" aria-hidden="true">
        <path className="lifetime-notch" d="M-5 1h10l-5 7z" />
      </svg>
      {elapsed !== null && <circle className="lifetime-now" cx={percent(elapsed)} cy="14" r="6" />}
    </svg>
  );
}
