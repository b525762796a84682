import { TOKEN_LIFETIME } from '@latchkey/shared';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '../../store/hooks.ts';
import { selectIssuedAt } from '../../store/lifetime.ts';
import { LifetimeLine } from '../../ui/lifetime-line.tsx';

const TTL = TOKEN_LIFETIME.ttl * 1000;
const RENEW_AFTER = TTL - TOKEN_LIFETIME.renewBelow * 1000;

/** The lifetime line of the token, with its dates where this page has seen the token being issued. */
export function TokenLifetime() {
  const { t, i18n } = useTranslation();
  const issuedAt = useAppSelector(selectIssuedAt);
  const [now] = useState(() => Date.now());
  const dates = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const sentences =
    issuedAt === null
      ? [t('home.ageUnknown')]
      : [
          t('home.issued', { date: dates.format(issuedAt) }),
          t('home.renews', { date: dates.format(issuedAt + RENEW_AFTER) }),
          t('home.expires', { date: dates.format(issuedAt + TTL) }),
        ];
  const elapsed = issuedAt === null ? null : Math.min(1, Math.max(0, (now - issuedAt) / TTL));
  return (
    <section className="home-lifetime" aria-labelledby="home-lifetime">
      <h2 id="home-lifetime">{t('home.lifetime')}</h2>
      <LifetimeLine elapsed={elapsed} label={sentences.join('. ')} />
      <ul className="home-dates">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
