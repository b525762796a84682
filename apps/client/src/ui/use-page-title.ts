import { PRODUCT_NAME } from '@latchkey/shared';
import { useEffect } from 'react';

/** The title of a document whose page has this one. */
export const documentTitle = (title: string): string => `${title} · ${PRODUCT_NAME}`;

/** Sets the document's title to `title` and the product's name. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = documentTitle(title);
  }, [title]);
}
