import { useEffect, useRef } from 'react';
import type { FieldName } from './field-errors.ts';

type Options<Name extends FieldName> = {
  /** The names of the fields that have an error. */
  erroneous: readonly Name[];
  focusOn: (name: Name) => void;
};

/**
 * Takes the focus to what is wrong: to the field of a single error, or to the summary of several. `request` asks for
 * it; it happens after the render that this causes, since a field is described by its error, and the summary is there,
 * only then.
 */
export function useErrorFocus<Name extends FieldName>({ erroneous, focusOn }: Options<Name>) {
  const summary = useRef<HTMLElement>(null);
  const isWanted = useRef(false);
  useEffect(() => {
    if (!isWanted.current) return;
    isWanted.current = false;
    const [first, ...more] = erroneous;
    if (more.length > 0) summary.current?.focus();
    else if (first !== undefined) focusOn(first);
  });
  const request = (): void => {
    isWanted.current = true;
  };
  return { summary, request };
}
