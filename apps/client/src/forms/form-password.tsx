import { useTranslation } from '../i18n/use-translation.ts';
import { PasswordField } from '../ui/password-field.tsx';
import type { FieldName } from './field-errors.ts';
import type { FormControl } from './use-form.ts';

type FormPasswordProps<Name extends FieldName> = {
  control: FormControl<Name>;
  name: Name;
  label: string;
  hint?: string | undefined;
  autoComplete: 'current-password' | 'new-password';
};

/** A password field of a form. All passwords of a form are shown together, and hidden when it is submitted. */
export function FormPassword<Name extends FieldName>({ control, name, ...field }: FormPasswordProps<Name>) {
  const { t } = useTranslation();
  return (
    <PasswordField
      {...field}
      {...control.field(name)}
      isShown={control.isPasswordShown}
      onToggle={control.togglePassword}
      texts={{
        show: t('field.show'),
        showPassword: t('field.showPassword'),
        capsLock: t('field.capsLock'),
      }}
    />
  );
}
