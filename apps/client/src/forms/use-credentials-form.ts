import type { LoginRequest } from '@latchkey/shared';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useForm, type FieldErrors } from 'react-hook-form';
import type { ApiError } from '../store/app-thunk.ts';
import { loadApi } from '../store/load-api.ts';
import { credentialsResolver, type Credentials, type LoadSchema } from './credentials-resolver.ts';
import { CREDENTIAL_NAMES, type CredentialName } from './faults.ts';
import { useSubmission } from './use-submission.ts';

/** What a form of credentials is made of. */
export type CredentialsFormOptions = {
  loadSchema: LoadSchema;
  send: (body: LoginRequest, signal: AbortSignal) => Promise<ApiError | null>;
};

/** The behaviour of the login and the register form; `CredentialsForm` is its looks. */
export function useCredentialsForm({ loadSchema, send }: CredentialsFormOptions) {
  const summary = useRef<HTMLElement>(null);
  const wantsSummary = useRef(false);
  const [isPasswordShown, setPasswordShown] = useState(false);
  const submission = useSubmission(send);
  const { formState, handleSubmit, register, setError, setFocus, setValue, trigger } = useForm<Credentials>({
    defaultValues: { username: '', password: '' },
    mode: 'onTouched',
    resolver: credentialsResolver(loadSchema),
    shouldFocusError: false,
  });
  const { errors } = formState;

  // The summary appears with the render that a submission causes, and only then may it take the focus.
  useEffect(() => {
    if (!wantsSummary.current || summary.current === null) return;
    wantsSummary.current = false;
    summary.current.focus();
  });

  /** With one fault the reader goes to its field, with more to the summary of them. */
  function focusFaults(faulty: FieldErrors<Credentials>): void {
    const [first, ...more] = CREDENTIAL_NAMES.filter((name) => faulty[name] !== undefined);
    if (first === undefined) return;
    if (more.length > 0) wantsSummary.current = true;
    else setFocus(first, { shouldSelect: true });
  }

  function showFailure(failure: ApiError | null): void {
    if (failure?.code === 'bad_credentials') setFocus('password', { shouldSelect: true });
    const faulty: FieldErrors<Credentials> = {};
    for (const name of CREDENTIAL_NAMES) {
      const code = faultOf(failure, name);
      if (code !== undefined) faulty[name] = { type: code, message: code };
    }
    for (const name of CREDENTIAL_NAMES) if (faulty[name]) setError(name, faulty[name]);
    focusFaults(faulty);
  }

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setPasswordShown(false);
    // What the page shows counts: some password managers fill fields in without an event, and a syllable that is still
    // being composed is not yet in the form's state. The browser itself decides what Enter means while composing.
    const shown = new FormData(event.currentTarget);
    for (const name of CREDENTIAL_NAMES) {
      const text = shown.get(name);
      if (typeof text === 'string') setValue(name, text);
    }
    void handleSubmit(async (body) => showFailure(await submission.submit(body)), focusFaults)();
  }

  /** Somebody is about to type: what checks and sends it will be here in time. */
  function onFocus(): void {
    void loadApi();
    void loadSchema();
  }

  function field(name: CredentialName) {
    const { onBlur, onChange, ...rest } = register(name);
    return {
      ...rest,
      onFocus,
      // Leaving a field empty is no fault before the form is submitted.
      onBlur: async (event: { target: HTMLInputElement }): Promise<void> => {
        if (event.target.value !== '') await onBlur(event);
      },
      onChange: async (event: { target: HTMLInputElement }): Promise<void> => {
        await onChange(event);
        // A password can be at fault because of the username.
        if (name === 'username' && errors.password) await trigger('password');
      },
    };
  }

  return {
    ...submission,
    retry: async (): Promise<void> => showFailure(await submission.retry()),
    errors,
    hasTried: formState.submitCount > 0,
    isPasswordShown,
    togglePassword: () => setPasswordShown(!isPasswordShown),
    onSubmit,
    field,
    setFocus,
    summary,
  };
}

function faultOf(failure: ApiError | null, name: CredentialName): string | undefined {
  if (failure?.code === 'username_taken') return name === 'username' ? failure.code : undefined;
  return failure?.errors.find((error) => error.path === name)?.code;
}
