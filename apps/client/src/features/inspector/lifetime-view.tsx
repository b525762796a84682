import { useAppSelector } from '../../store/hooks.ts';
import { selectTokenTimes } from '../../store/token/slice.ts';
import { useTokenLife } from '../../store/token/use-token-life.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { LifetimeLine } from '../../ui/lifetime-line.tsx';
import { Playhead } from './playhead.tsx';
import { View } from './view.tsx';

/** The life of the token in the cookie, with a playhead that says what a later request would come to. */
export function LifetimeView() {
  const { t } = useTranslation();
  const times = useAppSelector(selectTokenTimes);
  const life = useTokenLife();
  return (
    <View id="lifetime">
      {times === null || life === null ? (
        <>
          <LifetimeLine life={null} label={t('home.unknown')} />
          <p>{t('home.unknown')}</p>
        </>
      ) : (
        // A new token is another life: its playhead begins at its now.
        <Playhead key={life.iat} times={times} now={life.now} />
      )}
    </View>
  );
}
