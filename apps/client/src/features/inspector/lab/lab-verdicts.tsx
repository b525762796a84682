import { revocationMode, type LabVerdictsResponse } from '@latchkey/shared';
import { useInspectorTexts } from '../use-inspector-texts.ts';

/** What each policy answers to a session's token at present; `null` until the server has said it. */
export function LabVerdicts({ answers }: { answers: LabVerdictsResponse | null }) {
  const { t } = useInspectorTexts();
  return (
    <dl className="lab-verdicts">
      {revocationMode.options.map((mode) => {
        const verdict = answers?.verdicts[mode];
        return (
          <div key={mode}>
            <dt>
              <code>{mode}</code>
            </dt>
            <dd className={`lab-${verdict ?? 'unknown'}`}>
              {verdict === undefined ? '…' : t(`lab.verdict.${verdict}`)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
