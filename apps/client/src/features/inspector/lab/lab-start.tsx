import { LAB_EXTRA_AGE } from '@latchkey/shared';
import { useState, type FormEvent } from 'react';
import { useAppDispatch, useAppSelector } from '../../../store/hooks.ts';
import { selectLab } from '../../../store/lab/slice.ts';
import { startInLab } from '../../../store/lab/thunks.ts';
import { Button } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { formatAge, LAST_STEP, secondsOf, STEPS_PER_PAGE } from '../playhead-scale.ts';
import { useInspectorTexts } from '../use-inspector-texts.ts';

/** Four sevenths of a life: a little beyond its middle, where renewal begins unless it was configured otherwise. */
const DEFAULT_STEP = 4 * STEPS_PER_PAGE;

/** Makes a session of the age that is chosen. `length`: a token's life in seconds. */
export function LabStart({ length }: { length: number }) {
  const { t, language } = useInspectorTexts();
  const dispatch = useAppDispatch();
  const { isStarting } = useAppSelector(selectLab);
  const [step, setStep] = useState(DEFAULT_STEP);
  const ageAt = (at: number) => Math.min(secondsOf(at, length), length + LAB_EXTRA_AGE);
  const steps = Array.from({ length: LAST_STEP / STEPS_PER_PAGE + 1 }, (_, page) => page * STEPS_PER_PAGE);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!isStarting) void dispatch(startInLab(ageAt(step)));
  }

  return (
    <form className="lab-form" onSubmit={onSubmit}>
      <SelectField
        id="lab-age"
        label={t('lab.age')}
        value={step}
        onChange={({ target }) => setStep(Number(target.value))}
        options={steps.map((value) => ({ value, label: formatAge(ageAt(value), length, language) }))}
      />
      <Button type="submit" look="primary" aria-busy={isStarting}>
        {t('lab.start')}
      </Button>
    </form>
  );
}
