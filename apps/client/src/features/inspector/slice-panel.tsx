import './slice-panel.css';
import type { TokenOutcome } from '@latchkey/shared';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Stored } from '../../store/stored.ts';
import { SliceJson } from './slice-json.tsx';

type SlicePanelProps = {
  name: 'auth' | 'user';
  /** In a few words, which answer the slice holds. */
  lead: string;
  slice: Stored<object>;
  /** What became of the token at the request that filled the slice, where the server said so. */
  token?: TokenOutcome | null;
};

/** One slice as it stands: the response as it was received, and the request that filled or clearResponse it. */
export function SlicePanel({ name, lead, slice, token = null }: SlicePanelProps) {
  const { t, language } = useTranslation();
  const { response, previous, request, receivedAt } = slice;
  const times = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  return (
    <section className="slice" aria-label={name}>
      <header className="slice-head">
        <h2 className="slice-name">{name}</h2>
        <p className="slice-lead">{lead}</p>
      </header>
      <SliceJson before={previous} now={response} />
      {request === null || receivedAt === null ? (
        <p className="slice-lead">{t('inspector.neverFilled')}</p>
      ) : (
        <dl className="slice-facts">
          <dt>{response === null ? t('inspector.emptiedBy') : t('inspector.filledBy')}</dt>
          <dd className="slice-mono">{request}</dd>
          <dt>{t('inspector.at')}</dt>
          <dd>
            <time dateTime={new Date(receivedAt).toISOString()}>{times.format(receivedAt)}</time>
          </dd>
          {token !== null && (
            <>
              <dt>{t('inspector.token')}</dt>
              <dd>{t(`inspector.outcome.${token}`)}</dd>
            </>
          )}
        </dl>
      )}
    </section>
  );
}
