import { useEffect, useEffectEvent, type ComponentProps } from 'react';
import type { FieldName } from './field-errors.ts';
import { FormPassword } from './form-password.tsx';
import { StrengthMeter } from './strength-meter.tsx';
import { useStrength } from './use-strength.ts';

type NewPasswordProps<Name extends FieldName> = Omit<
  ComponentProps<typeof FormPassword<Name>>,
  'autoComplete' | 'onFocused'
> & {
  /** Whose password it is, as far as that is known now. */
  username: () => string;
};

/** A field for a password that is being chosen, with a meter of its strength. */
export function NewPassword<Name extends FieldName>({ username, ...field }: NewPasswordProps<Name>) {
  const { control, name } = field;
  const { strength, preload, typed } = useStrength(username);
  const judge = useEffectEvent(() => typed(control.valueOf(name)));

  useEffect(() => {
    const form = control.form.current;
    const onInput = (): void => judge();
    // Typed, or filled in by the browser, before the app had arrived.
    judge();
    // Whatever is typed in the form counts: a password may be made of the username.
    form?.addEventListener('input', onInput);
    return () => form?.removeEventListener('input', onInput);
  }, [control.form]);

  return (
    <div>
      <FormPassword {...field} autoComplete="new-password" onFocused={preload} />
      <StrengthMeter strength={strength} />
    </div>
  );
}
