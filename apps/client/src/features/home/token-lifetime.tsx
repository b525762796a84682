import { TOKEN_LIFETIME } from '@latchkey/shared';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useAppSelector } from '../../store/hooks.ts';
import { selectIssuedAt } from '../../store/lifetime.ts';
import { LifetimeLine } from '../../ui/lifetime-line.tsx';

const TTL = TOKEN_LIFETIME.ttl * 1000;
const RENEW_AFTER = TTL - TOKEN_LIFETIME.renewBelow * 1000;

/** The lifetime line of the token, with its dates where this page has seen the token being issued. */
export function TokenLifetime() {
  const { t, language } = useTranslation();
  const issuedAt = useAppSelector(selectIssuedAt);
  const [now] = useState(() => Date.now());
  const dates = new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  const sentences =
    issuedAt === null
      ? [t('home.ageUnknown')]
      : [
          t('home.issued', { date: dates.format(issuedAt) }),
          t('home.renews', { date: dates.format(issuedAt + RENEW_AFTER) }),
          t('home.expires', { date: dates.format(issuedAt + TTL) }),
        ];
  return (
    <section className="home-lifetime" aria-labelledby="home-lifetime">
      <h2 id="home-lifetime">{t('home.lifetime')}</h2>
      <LifetimeLine elapsed={issuedAt === null ? null : share(now - issuedAt)} label={sentences.join('. ')} />
      <ul className={issuedAt === null ? 'home-unknown' : 'home-dates'}>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

/** How much of a token's life `age` milliseconds are, from 0 to 1. */
function share(age: number): number {
  return Math.min(1, Math.max(0, age / TTL));
}
