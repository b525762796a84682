import type { MouseEvent, Ref } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { FocusNotice } from '../ui/notice.tsx';
import { CREDENTIAL_NAMES, type CredentialName, type FaultTexts } from './faults.ts';

type FaultSummaryProps = {
  faults: FaultTexts;
  onGoTo: (name: CredentialName) => void;
  ref: Ref<HTMLElement>;
};

/** Lists the faults of the form, each a link to its field in the same words; nothing when there are fewer than two. */
export function FaultSummary({ faults, onGoTo, ref }: FaultSummaryProps) {
  const { t } = useTranslation();
  const faulty = CREDENTIAL_NAMES.filter((name) => faults[name] !== undefined);
  if (faulty.length < 2) return null;
  const goTo = (event: MouseEvent, name: CredentialName): void => {
    event.preventDefault();
    onGoTo(name);
  };
  return (
    <FocusNotice label={t('form.summary')} ref={ref}>
      <p className="notice-title">{t('form.summary')}</p>
      <ul>
        {faulty.map((name) => (
          <li key={name}>
            <a href={`#${name}`} onClick={(event) => goTo(event, name)}>
              {faults[name]}
            </a>
          </li>
        ))}
      </ul>
    </FocusNotice>
  );
}
