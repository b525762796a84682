import { useEffect, useRef, type ReactNode } from 'react';

/** Whether a page has been shown before in this document: the browser itself takes the reader to the first one. */
let isFirstPage = true;

/** The heading of a page. It takes the focus when the route changes, so that a screen reader reads on from there. */
export function PageHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus();
    return () => {
      isFirstPage = false;
    };
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
