import { useTranslation } from '../i18n/use-translation.ts';
import { useTokenLife } from '../store/token/use-token-life.ts';

/**
 * The lifetime line as a strip of two pixels, as long as the rest of the token's life: solid, hatched when it is due for
 * renewal, dotted over the whole width when it has expired, and empty when signed out.
 */
export function LifetimeStrip() {
  const { t } = useTranslation();
  const life = useTokenLife();
  if (life === null) return <div className="header-strip" />;
  const { iat, exp, now, phase } = life;
  const left = phase === 'expired' ? 1 : Math.min(1, (exp - now) / (exp - iat));
  return (
    // A new token is a new strip, which draws itself.
    <svg
      className="header-strip header-strip-known"
      role="img"
      aria-label={t('lifetime.token', { phase: t(`lifetime.phase.${phase}`) })}
      key={iat}
    >
      <line className={`header-strip-${phase}`} x2={`${left * 100}%`} y1="1" y2="1" />
    </svg>
  );
}
