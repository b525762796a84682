import { PRODUCT_NAME } from '@latchkey/shared';
import { useEffect } from 'react';

/** Sets the document's title to `title` and the product's name. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${PRODUCT_NAME}`;
  }, [title]);
}
