import { useTranslation } from '../../i18n/use-translation.ts';
import type { TokenLife } from '../../store/token/life.ts';
import { formatTime } from '../../ui/format-time.ts';

/** When the token was issued, from when a visit renews it, and when it expires. */
export function TokenDates({ life: { iat, exp, renewAfter } }: { life: TokenLife }) {
  const { t, language } = useTranslation();
  const isLast = renewAfter === null;
  const dates = [
    { name: t('home.issued'), second: iat },
    ...(isLast ? [] : [{ name: t('home.renews'), second: renewAfter }]),
    { name: t(isLast ? 'home.ends' : 'home.expires'), second: exp },
  ];
  return (
    <dl className="home-dates">
      {dates.map(({ name, second }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <time dateTime={new Date(second * 1000).toISOString()}>
              {formatTime(second, exp - iat, language)}
            </time>
          </dd>
        </div>
      ))}
    </dl>
  );
}
