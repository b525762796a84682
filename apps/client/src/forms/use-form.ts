import { use, useRef, useState, type FocusEvent, type FormEvent } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import type { ApiError } from '../store/app-thunk.ts';
import { loadApi } from '../store/load-api.ts';
import { readValues, type Values } from './check-values.ts';
import { errorText, type FieldName } from './field-errors.ts';
import { PasswordMinLength } from './password-min-length.ts';
import { refusedFields, type FieldOf } from './refused-fields.ts';
import { useAttempt, type Outcome, type Sending } from './use-attempt.ts';
import { useErrorFocus } from './use-error-focus.ts';
import { useFieldErrors } from './use-field-errors.ts';
import { useSubmission } from './use-submission.ts';

/** What a form is made of; `Name` are its fields. */
export type FormOptions<Name extends FieldName> = Sending<Name> & {
  /** Begins the ids of the fields where a page has several forms. */
  id?: string;
  fieldOf?: FieldOf<Name>;
  /** The field that takes the focus when the credentials do not match. */
  mismatchFocus?: Name;
  /** Called once it is done and the form is empty again. */
  onDone?: () => void;
};

/** What `Form` and its fields need of `useForm`. */
export type FormControl<Name extends FieldName = FieldName> = ReturnType<typeof useForm<Name>>;

/** The behaviour of every form; `Form` is its looks. */
export function useForm<Name extends FieldName>(options: FormOptions<Name>) {
  const { names, loadSchema, id, fieldOf = {}, mismatchFocus, onDone } = options;
  const { t } = useTranslation();
  const minLength = use(PasswordMinLength);
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [hasTried, setTried] = useState(false);
  const [isPasswordShown, setPasswordShown] = useState(false);
  const submission = useSubmission();
  const attempt = useAttempt(options);
  const read = (): Values | null => (form.current === null ? null : readValues(form.current, names));
  const fields = useFieldErrors({ names, loadSchema, read });
  const errors = names.flatMap((name) => {
    const code = fields.errors[name];
    return code === undefined ? [] : [{ name, id: idOf(name), text: errorText(t, name, code, minLength) }];
  });
  const errorFocus = useErrorFocus({ erroneous: errors.map(({ name }) => name), focusOn });

  function idOf(name: Name): string {
    return id === undefined ? name : `${id}-${name}`;
  }

  function focusOn(name: Name): void {
    const input = form.current?.elements.namedItem(name);
    if (!(input instanceof HTMLInputElement)) return;
    input.focus();
    input.select();
  }

  async function start(): Promise<void> {
    const values = read();
    if (values === null) return;
    setPasswordShown(false);
    setError(null);
    const outcome = await submission.start((signal) => attempt(values, signal));
    if (outcome !== null) show(outcome);
  }

  function show({ found, error: answer }: Outcome<Name>): void {
    if (answer === null && Object.keys(found).length === 0) return finish();
    const refused = refusedFields(answer, names, fieldOf);
    fields.show(found, refused);
    setTried(true);
    // What a field says is not said a second time.
    setError(Object.keys(refused).length > 0 ? null : answer);
    errorFocus.request();
    if (answer?.code === 'bad_credentials' && mismatchFocus !== undefined) focusOn(mismatchFocus);
  }

  function finish(): void {
    form.current?.reset();
    fields.reset();
    setTried(false);
    onDone?.();
  }

  return {
    form,
    summary: errorFocus.summary,
    phase: submission.phase,
    error,
    /** The fields that have an error, in the order of the page, with the id of their input and the sentence. */
    errors,
    hasTried,
    /** Whether the page's title says that there is an error. */
    hasError: hasTried && (errors.length > 0 || error !== null),
    isPasswordShown,
    togglePassword: (): void => setPasswordShown(!isPasswordShown),
    focusOn,
    /** What a field holds now, as it would be sent. */
    valueOf: (name: Name): string => read()?.[name] ?? '',

    /** However often a form is submitted, it is sent once. */
    onSubmit: (event: FormEvent<HTMLFormElement>): void => {
      event.preventDefault();
      if (!submission.isRunning()) void start();
    },

    /** Gives up what is on its way, if anything is, and tries again. */
    retry: (): void => {
      // The button that was pressed goes away with the notice around it.
      form.current?.querySelector<HTMLElement>('[type=submit]')?.focus();
      void start();
    },

    /** The properties of a field's input. */
    field: (name: Name) => ({
      name,
      id: idOf(name),
      error: errors.find((known) => known.name === name)?.text,
      // Somebody is about to type: what checks and sends it will be here in time.
      onFocus: () => void Promise.allSettled([loadApi(), loadSchema()]),
      onBlur: (event: FocusEvent<HTMLInputElement>) => void fields.left(name, event.target.value),
      onChange: () => void fields.edited(name),
      onCompositionStart: () => fields.composes(name),
      onCompositionEnd: () => {
        fields.composes(null);
        void fields.edited(name);
      },
    }),
  };
}
