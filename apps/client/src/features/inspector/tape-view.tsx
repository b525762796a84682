import './tape-view.css';
import { useAppSelector } from '../../store/hooks.ts';
import { selectTape, type TapeEntry } from '../../store/tape/slice.ts';
import { useInspectorTexts } from './use-inspector-texts.ts';
import { View } from './view.tsx';

/** The requests of this page, the newest first, each with what became of the token that it carried. */
export function TapeView() {
  const { t, language } = useInspectorTexts();
  const times = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const entries = useAppSelector(selectTape);
  return (
    <View id="tape">
      {entries.length === 0 ? (
        <p>{t('tape.empty')}</p>
      ) : (
        // It scrolls, so that the keyboard must reach it.
        // oxlint-disable-next-line jsx_a11y/no-noninteractive-tabindex -- a scrolling region
        <ol className="tape" reversed tabIndex={0} aria-labelledby="tape-title">
          {entries.map((entry) => (
            <Entry key={entry.number} entry={entry} time={times.format(entry.receivedAt)} />
          ))}
        </ol>
      )}
    </View>
  );
}

function Entry({ entry, time }: { entry: TapeEntry; time: string }) {
  const { t } = useInspectorTexts();
  const { request, status, token, receivedAt } = entry;
  return (
    <li className="tape-entry">
      <code>{request}</code> <code>{status ?? t('tape.noAnswer')}</code>{' '}
      <span className={`tape-token tape-${token ?? 'none'}`}>{token ?? t('tape.noToken')}</span>{' '}
      <time dateTime={new Date(receivedAt).toISOString()}>{time}</time>
    </li>
  );
}
