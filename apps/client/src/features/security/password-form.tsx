import { use, useState, type FormEvent, type ReactNode } from 'react';
import { useForm, type FieldErrors, type Resolver } from 'react-hook-form';
import type * as z from 'zod/mini';
import { ErrorNotice } from '../../forms/error-notice.tsx';
import { PasswordMinLength } from '../../forms/password-min-length.ts';
import { useSubmission } from '../../forms/use-submission.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useAppSelector } from '../../store/hooks.ts';
import type { ApiError } from '../../store/app-thunk.ts';
import { selectUsername } from '../../store/user/slice.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { SubmitButton } from '../../ui/submit-button.tsx';
import { passwordFaultText } from './fault-text.ts';

/** What a form of this page holds: passwords, by their name in the request's body. */
export type Passwords = Partial<Record<'currentPassword' | 'newPassword' | 'password', string>>;
type Name = keyof Passwords;

type PasswordFormProps<Body extends Passwords> = {
  /** Begins the ids of the fields. */
  id: string;
  schema: z.ZodMiniType<Body>;
  /** The field for the password as it is now; what the server does not accept is said there. */
  current: { name: Name; label: string };
  /** The field for a new one, if this form has it. */
  chosen?: { name: Name; label: string; hint: string };
  submitLabel: string;
  pendingLabel: string;
  /** `danger` where it does what cannot be taken back. */
  look?: 'primary' | 'danger';
  send: (body: Body, signal: AbortSignal) => Promise<ApiError | null>;
  /** Called once it is done; the form is empty again. */
  onDone?: () => void;
  children?: ReactNode;
};

/** A form that asks a signed-in person for their password. */
export function PasswordForm<Body extends Passwords>(props: PasswordFormProps<Body>) {
  const {
    id,
    schema,
    current,
    chosen,
    submitLabel,
    pendingLabel,
    look = 'primary',
    send,
    onDone,
    children,
  } = props;
  const { t } = useTranslation();
  const username = useAppSelector(selectUsername) ?? '';
  const minLength = use(PasswordMinLength);
  const [isShown, setShown] = useState(false);
  const submission = useSubmission(send);
  const { formState, handleSubmit, register, reset, setError } = useForm<Passwords>({
    resolver: resolverOf(schema),
  });
  const fields = chosen === undefined ? [current] : [current, chosen];

  function showFailure(failure: ApiError): void {
    if (failure.code === 'wrong_password') {
      setError(current.name, { type: failure.code }, { shouldFocus: true });
    }
    for (const { path, code } of failure.errors) {
      const name = fields.find((field) => field.name === path)?.name;
      if (name !== undefined) setError(name, { type: code }, { shouldFocus: true });
    }
  }

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    setShown(false);
    void handleSubmit(async (passwords) => {
      const failure = await submission.submit(schema.parse(passwords));
      if (failure !== null) return showFailure(failure);
      reset();
      return onDone?.();
    })(event);
  }

  const { failure } = submission;
  const isAboutField = failure?.code === 'wrong_password' || (failure?.errors.length ?? 0) > 0;
  return (
    <form
      method="post"
      noValidate
      className="security-form"
      onSubmit={onSubmit}
      aria-busy={submission.phase !== 'idle'}
    >
      {failure !== null && !isAboutField && <ErrorNotice error={failure} />}
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
      {fields.map((field) => (
        <PasswordField
          key={field.name}
          {...register(field.name)}
          id={`${id}-${field.name}`}
          label={field.label}
          hint={field === chosen ? chosen.hint : undefined}
          autoComplete={field === current ? 'current-password' : 'new-password'}
          error={passwordFaultText(t, formState.errors[field.name]?.type, minLength)}
          isShown={isShown}
          onToggle={() => setShown(!isShown)}
          texts={{
            show: t('field.show'),
            showPassword: t('field.showPassword'),
            capsLock: t('field.capsLock'),
          }}
        />
      ))}
      {children}
      <SubmitButton
        label={submitLabel}
        pendingLabel={pendingLabel}
        look={look}
        phase={submission.phase === 'slow' ? 'pending' : submission.phase}
      />
    </form>
  );
}

/** Checks by the schema of the request, whose messages are the codes of faults. */
function resolverOf<Body extends Passwords>(schema: z.ZodMiniType<Body>): Resolver<Passwords> {
  return async (passwords) => {
    const parsed = schema.safeParse(passwords);
    if (parsed.success) return { values: passwords, errors: {} };
    const errors: FieldErrors<Passwords> = {};
    for (const { path, message } of parsed.error.issues) {
      const name = (['currentPassword', 'newPassword', 'password'] as const).find(
        (known) => known === path[0],
      );
      if (name !== undefined) errors[name] ??= { type: message };
    }
    return { values: {}, errors };
  };
}
