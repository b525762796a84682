import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

/** Where the focus is: on what, and in which row of the list; -1 outside the list. */
type Place = { element: Element; row: number };

/**
 * Keeps the focus on the page when what has it goes away (else it falls to the body, and a keyboard starts at the top
 * again): it moves to the button of the row that takes the place, or to the heading where there is no such row.
 * Returns handlers for an element around both.
 */
export function useFocusInList(
  list: RefObject<HTMLUListElement | null>,
  heading: RefObject<HTMLElement | null>,
) {
  const place = useRef<Place | null>(null);

  // After every change of the page: rows above may have gone too.
  useLayoutEffect(() => {
    if (place.current === null) return;
    const { element, row } = place.current;
    if (element.isConnected) {
      place.current = { element, row: rowOf(list.current, element) };
    } else {
      place.current = null;
      const next = list.current?.children[row]?.querySelector('button') ?? heading.current;
      next?.focus();
    }
  });

  return {
    onFocus: ({ target }: FocusEvent): void => {
      place.current = { element: target, row: rowOf(list.current, target) };
    },
    // React reports nothing of an element that it removes itself.
    onBlur: (): void => {
      place.current = null;
    },
  };
}

function rowOf(list: Element | null, element: Element): number {
  return list === null ? -1 : [...list.children].findIndex((row) => row.contains(element));
}
