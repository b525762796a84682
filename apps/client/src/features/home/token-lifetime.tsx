import { useTranslation } from '../../i18n/use-translation.ts';
import type { TokenLife } from '../../store/token/life.ts';
import { useTokenLife } from '../../store/token/use-token-life.ts';
import { LifetimeLine } from '../../ui/lifetime-line.tsx';
import { tickStep } from '../../ui/lifetime-line-ticks.ts';
import { formatLength, formatTime } from '../../ui/format-time.ts';
import { TokenDates } from './token-dates.tsx';

/** The lifetime line of the token, with its dates and what becomes of the next request. */
export function TokenLifetime() {
  const { t } = useTranslation();
  const life = useTokenLife();
  return (
    <section className="home-lifetime" aria-labelledby="home-lifetime">
      <h2 id="home-lifetime">{t('home.lifetime')}</h2>
      {life === null ? <UnknownLife /> : <KnownLife life={life} />}
    </section>
  );
}

function UnknownLife() {
  const { t } = useTranslation();
  return (
    <>
      <LifetimeLine life={null} label={t('home.unknown')} />
      <p className="home-note">{t('home.unknown')}</p>
    </>
  );
}

function KnownLife({ life }: { life: TokenLife }) {
  const { t, language } = useTranslation();
  const { iat, exp, renewAfter, phase } = life;
  const step = formatLength(tickStep(exp - iat), language);
  const time = (second: number) => formatTime(second, exp - iat, language);
  const words = {
    phase: t(`lifetime.phase.${phase}`),
    issued: time(iat),
    renews: time(renewAfter ?? exp),
    expires: time(exp),
  };
  return (
    <>
      <LifetimeLine
        life={life}
        label={t(renewAfter === null ? 'lifetime.labelLast' : 'lifetime.label', words)}
      />
      <TokenDates life={life} />
      <p>
        {t('lifetime.token', words)}. {t(`lifetime.next.${phase}`)}{' '}
        <span className="home-note">{t('home.mark', { step })}</span>
      </p>
    </>
  );
}
