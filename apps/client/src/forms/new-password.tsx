import type { ComponentProps } from 'react';
import type { FieldName } from './field-errors.ts';
import { FormPassword } from './form-password.tsx';
import { StrengthMeter } from './strength-meter.tsx';
import { useStrength } from './use-strength.ts';

type NewPasswordProps<Name extends FieldName> = Omit<
  ComponentProps<typeof FormPassword<Name>>,
  'autoComplete' | 'onFocused' | 'onTyped'
> & {
  /** Whose password it is, as far as that is known now. */
  username: () => string;
};

/** A field for a password that is being chosen, with a meter of its strength. */
export function NewPassword<Name extends FieldName>({ username, ...field }: NewPasswordProps<Name>) {
  const { strength, preload, typed } = useStrength(username);
  return (
    <div>
      <FormPassword {...field} autoComplete="new-password" onFocused={preload} onTyped={typed} />
      <StrengthMeter strength={strength} />
    </div>
  );
}
