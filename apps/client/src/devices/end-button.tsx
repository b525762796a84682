import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { Button } from '../ui/button.tsx';

type EndButtonProps = {
  isBusy: boolean;
  onEnd: () => void;
  describedBy?: string;
  children: ReactNode;
};

/**
 * A button that signs devices out. Once that is done the next row takes its place, under the pointer and with the focus:
 * the second click of a double click and the repetitions of a key held down must not sign that one out too.
 */
export function EndButton({ isBusy, onEnd, describedBy, children }: EndButtonProps) {
  const onClick = ({ detail }: MouseEvent): void => {
    if (detail <= 1) onEnd();
  };
  return (
    <Button aria-busy={isBusy} aria-describedby={describedBy} onClick={onClick} onKeyDown={ignoreRepetition}>
      {children}
    </Button>
  );
}

function ignoreRepetition(event: KeyboardEvent): void {
  if (event.repeat) event.preventDefault();
}
