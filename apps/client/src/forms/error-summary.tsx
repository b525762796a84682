import type { MouseEvent, Ref } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { FocusNotice } from '../ui/notice.tsx';

type ErrorSummaryProps<Name extends string> = {
  /** The fields that have an error: their name, the id of their input and the sentence below it. */
  errors: readonly { name: Name; id: string; text: string }[];
  onGoTo: (name: Name) => void;
  ref: Ref<HTMLElement>;
};

/** Lists the errors of a form, each a link to its field in the same words; nothing when there are fewer than two. */
export function ErrorSummary<Name extends string>({ errors, onGoTo, ref }: ErrorSummaryProps<Name>) {
  const { t } = useTranslation();
  if (errors.length < 2) return null;
  const goTo = (event: MouseEvent, name: Name): void => {
    event.preventDefault();
    onGoTo(name);
  };
  return (
    <FocusNotice label={t('form.summary')} ref={ref}>
      <p className="notice-title">{t('form.summary')}</p>
      <ul>
        {errors.map(({ name, id, text }) => (
          <li key={name}>
            <a href={`#${id}`} onClick={(event) => goTo(event, name)}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </FocusNotice>
  );
}
