import { useEffect } from 'react';
import { endPrerendered } from './prerendered.ts';

/**
 * Stands beside a page in the same `Suspense`: its effect runs once the page has been hydrated, or says that it cannot be.
 */
export function HydrationEnd() {
  useEffect(() => endPrerendered(document), []);
  return null;
}
