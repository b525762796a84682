import { useState, type ComponentProps, type KeyboardEvent, type MouseEvent } from 'react';
import { TextField } from './text-field.tsx';

type PasswordFieldProps = Omit<ComponentProps<typeof TextField>, 'after' | 'type'> & {
  isShown: boolean;
  onToggle: () => void;
  texts: { show: string; showPassword: string; capsLock: string };
};

/** A password field whose text can be shown, and which says when Caps Lock is on. */
export function PasswordField({ isShown, onToggle, texts, hint, ...field }: PasswordFieldProps) {
  const [isCapsLockOn, setCapsLockOn] = useState(false);
  const watchCapsLock = (event: KeyboardEvent): void => setCapsLockOn(event.getModifierState('CapsLock'));
  return (
    <TextField
      {...field}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      hint={isCapsLockOn ? texts.capsLock : hint}
      onKeyDown={watchCapsLock}
      onKeyUp={watchCapsLock}
      after={
        <button
          type="button"
          className="field-toggle"
          aria-pressed={isShown}
          aria-controls={field.id}
          onMouseDown={keepFocus}
          onClick={(event) => keepingCaret(event, onToggle)}
        >
          <span aria-hidden="true">{texts.show}</span>
          <span className="visually-hidden">{texts.showPassword}</span>
        </button>
      }
    />
  );
}

/** A press with the pointer leaves the focus, and with it the caret, in the field. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}

/** Browsers move the caret when the type of an input changes: it is put back where it was. */
function keepingCaret(event: MouseEvent<HTMLButtonElement>, change: () => void): void {
  const input = event.currentTarget.parentElement?.querySelector('input');
  const [start, end] = [input?.selectionStart ?? null, input?.selectionEnd ?? null];
  change();
  requestAnimationFrame(() => input?.setSelectionRange(start, end));
}
