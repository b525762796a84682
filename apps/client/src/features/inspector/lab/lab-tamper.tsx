import { LAB_CLAIMS, LAB_MAX_VALUE, type LabTamperRequest } from '@latchkey/shared';
import { useState, type FormEvent } from 'react';
import { useAppDispatch, useAppSelector } from '../../../store/hooks.ts';
import { selectLab } from '../../../store/lab/slice.ts';
import { tamperInLab } from '../../../store/lab/thunks.ts';
import { Button } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useAnnouncement } from '../../../ui/use-announcement.ts';
import { useInspectorTexts } from '../use-inspector-texts.ts';

/** A number where a claim is one and the text can be read as one, else the text itself. */
function toValue(claim: LabTamperRequest['claim'], text: string): string | number {
  const isNumber = (claim === 'iat' || claim === 'exp') && /^-?\d+(?:\.\d+)?$/.test(text);
  return isNumber ? Number(text) : text;
}

/** Changes a claim in a copy of the page's own token, and shows what the server makes of it. */
export function LabTamper() {
  const { t } = useInspectorTexts();
  const dispatch = useAppDispatch();
  const { tampered } = useAppSelector(selectLab);
  const [claim, setClaim] = useState<LabTamperRequest['claim']>('username');
  const [text, setText] = useState('admin');
  const result =
    tampered === null
      ? ''
      : t('lab.tampered', {
          claim: tampered.claim,
          outcome: t(`outcome.${tampered.outcome}`),
          reason: t(`lab.reason.${tampered.reason}`),
        });
  useAnnouncement(result, 'polite');

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    void dispatch(tamperInLab({ claim, value: toValue(claim, text) }));
  }

  return (
    <div className="lab-tamper">
      <h3 className="lab-name">{t('lab.tamper')}</h3>
      <p className="lede">{t('lab.tamperLead')}</p>
      <form className="lab-form" onSubmit={onSubmit}>
        <SelectField
          id="lab-claim"
          label={t('lab.claim')}
          value={claim}
          onChange={({ target }) => setClaim(LAB_CLAIMS.find((name) => name === target.value) ?? 'username')}
          options={LAB_CLAIMS.map((name) => ({ value: name, label: name }))}
        />
        <TextField
          id="lab-value"
          label={t('lab.value')}
          value={text}
          maxLength={LAB_MAX_VALUE}
          autoComplete="off"
          onChange={({ target }) => setText(target.value)}
        />
        <Button type="submit">{t('lab.verify')}</Button>
      </form>
      <p className="lab-result">{result}</p>
    </div>
  );
}
