import './button.css';
import type { ButtonHTMLAttributes } from 'react';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: 'primary' | 'quiet' | 'danger' };

/** A button that does nothing but what it is told; `type` is `button` unless the caller says otherwise. */
export function Button({ look = 'quiet', type = 'button', ...rest }: ButtonProps) {
  // oxlint-disable-next-line react/button-has-type -- the default above makes it a known type
  return <button className={`button button-${look}`} type={type} {...rest} />;
}
