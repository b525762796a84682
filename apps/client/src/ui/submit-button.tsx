import { Button } from './button.tsx';

type SubmitButtonProps = {
  label: string;
  pendingLabel: string;
  /** `sent`: on its way; `pending`: long enough to say so. */
  phase: 'idle' | 'sent' | 'pending';
  /** `danger` where it does what cannot be taken back. */
  look?: 'primary' | 'danger';
};

/**
 * The button that submits a form. Both labels lie on top of each other, so that its width never changes; it is never
 * disabled, so that it keeps the focus and can always say what is wrong.
 */
export function SubmitButton({ label, pendingLabel, phase, look = 'primary' }: SubmitButtonProps) {
  const isPending = phase === 'pending';
  return (
    <Button type="submit" look={look} aria-busy={phase !== 'idle'}>
      <span className="button-label" aria-hidden={isPending}>
        {label}
      </span>
      <span className="button-label" aria-hidden={!isPending}>
        {pendingLabel}
      </span>
    </Button>
  );
}
