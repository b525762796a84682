import type { TokenOutcome } from '@latchkey/shared';
import { useTranslation } from 'react-i18next';
import type { Stored } from '../../store/stored.ts';
import { jsonDiff } from './json-diff.ts';

type SlicePanelProps = {
  name: 'auth' | 'user';
  lead: string;
  slice: Stored<object>;
  token?: TokenOutcome | null;
};

/** One slice as it stands: the response as it was received, and the request that filled or emptied it. */
export function SlicePanel({ name, lead, slice, token = null }: SlicePanelProps) {
  const { t, i18n } = useTranslation();
  const times = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium' });
  const { response, previous, request, receivedAt } = slice;
  const hasChanged = request !== null && receivedAt !== null;
  return (
    <section className="slice" aria-label={name}>
      <div className="slice-head">
        <h2>
          <code>{name}</code>
        </h2>
        <p className="slice-lead">{lead}</p>
      </div>
      <pre className="slice-json">
        <code>{JSON.stringify(response, null, 2)}</code>
      </pre>
      {hasChanged ? (
        <dl className="slice-facts">
          <dt>{response === null ? t('inspector.emptiedBy') : t('inspector.filledBy')}</dt>
          <dd className="slice-mono">{request}</dd>
          <dt>{t('inspector.at')}</dt>
          <dd>{times.format(receivedAt)}</dd>
        </dl>
      ) : (
        <p className="slice-lead">{t('inspector.neverFilled')}</p>
      )}
      {token !== null && <p>{t(`inspector.outcome.${token}`)}</p>}
      <p>{jsonDiff(previous, response).length}</p>
    </section>
  );
}
