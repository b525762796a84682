import './slice-panel.css';
import type { TokenOutcome } from '@latchkey/shared';
import type { Stored } from '../../store/stored.ts';
import { SliceJson } from './slice-json.tsx';
import { useInspectorTexts } from './use-inspector-texts.ts';

type SlicePanelProps = {
  name: 'auth' | 'user';
  /** In a few words, which answer the slice holds. */
  lead: string;
  slice: Stored<object>;
  /** What became of the token at the request that filled the slice, where the server said so. */
  token?: TokenOutcome | null;
};

/** One slice as it stands: the response as it was received, and the request that filled or cleared it. */
export function SlicePanel({ name, lead, slice, token = null }: SlicePanelProps) {
  const { t, language } = useInspectorTexts();
  const { response, previous, request, receivedAt } = slice;
  const times = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  return (
    <section className="slice" aria-label={name}>
      <header className="slice-head">
        <h3 className="slice-name">{name}</h3>
        <p className="slice-lead">{lead}</p>
      </header>
      <SliceJson before={previous} now={response} />
      {request === null || receivedAt === null ? (
        <p className="slice-lead">{t('slices.neverFilled')}</p>
      ) : (
        <dl className="slice-facts">
          <dt>{response === null ? t('slices.emptiedBy') : t('slices.filledBy')}</dt>
          <dd className="slice-mono">{request}</dd>
          <dt>{t('slices.at')}</dt>
          <dd>
            <time dateTime={new Date(receivedAt).toISOString()}>{times.format(receivedAt)}</time>
          </dd>
          {token !== null && (
            <>
              <dt>{t('slices.token')}</dt>
              <dd>{t(`outcome.${token}`)}</dd>
            </>
          )}
        </dl>
      )}
    </section>
  );
}
