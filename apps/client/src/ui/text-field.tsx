import './field.css';
import type { InputHTMLAttributes, ReactNode, Ref } from 'react';

type TextFieldProps = InputHTMLAttributes<HTMLInputElement> & {
  id: string;
  label: string;
  /** What helps to fill the field in; an error takes its place. */
  hint?: string | undefined;
  error?: string | undefined;
  ref?: Ref<HTMLInputElement>;
  /** Stands in the box behind the input. */
  after?: ReactNode;
};

/** A labelled input with one line below it for a hint or for what is wrong. */
export function TextField({ id, label, hint, error, after, ...input }: TextFieldProps) {
  const noteId = `${id}-note`;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="field-box">
        <input
          className="field-input"
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={noteId}
          {...input}
        />
        {after}
      </div>
      <p id={noteId} className={error === undefined ? 'field-note' : 'field-note field-error'}>
        {error ?? hint}
      </p>
    </div>
  );
}
