import { useEffect, type ReactNode } from 'react';
import type { FieldName } from '../../forms/field-errors.ts';
import { Form } from '../../forms/form.tsx';
import type { FormControl } from '../../forms/use-form.ts';
import { useAppSelector } from '../../store/hooks.ts';
import { selectUsername } from '../../store/user/slice.ts';

type PasswordFormProps<Name extends FieldName> = {
  control: FormControl<Name>;
  submitLabel: string;
  pendingLabel: string;
  look?: 'primary' | 'danger';
  /** Called when the form has an error that the page's title says, and when it no longer has. */
  onErrorChange: (hasError: boolean) => void;
  children: ReactNode;
};

/** A form that asks a signed-in person for their password. */
export function PasswordForm<Name extends FieldName>(props: PasswordFormProps<Name>) {
  const { onErrorChange, children, ...form } = props;
  const username = useAppSelector(selectUsername) ?? '';
  const { hasError } = form.control;
  useEffect(() => onErrorChange(hasError), [onErrorChange, hasError]);
  return (
    <Form {...form}>
      {/* Tells password managers whose password this is. */}
      <input
        className="visually-hidden"
        name="username"
        autoComplete="username"
        value={username}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      {children}
    </Form>
  );
}
