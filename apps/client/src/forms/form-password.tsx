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
  onFocused?: () => void;
};

/** A password field of a form. All passwords of a form are shown together, and hidden when it is submitted. */
export function FormPassword<Name extends FieldName>(props: FormPasswordProps<Name>) {
  const { control, name, onFocused, ...texts } = props;
  const { t } = useTranslation();
  const field = control.field(name);
  return (
    <PasswordField
      {...texts}
      {...field}
      onFocus={() => {
        field.onFocus();
        onFocused?.();
      }}
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
