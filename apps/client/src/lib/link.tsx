import type { ComponentProps } from 'react';
import { useHref, useLinkClickHandler } from 'react-router-dom';

type LinkProps = Omit<ComponentProps<'a'>, 'href' | 'onClick' | 'target'> & {
  /** A path of this app, with `?` and `#` if need be. */
  to: string;
};

/** A link to a page of this app. The router's own brings its prefetching of routes, which this app has none of. */
export function Link({ to, children, ...rest }: LinkProps) {
  return (
    <a {...rest} href={useHref(to)} onClick={useLinkClickHandler(to)}>
      {children}
    </a>
  );
}
