import type { ComponentProps } from 'react';
import { Spinner } from './spinner';

/** Styles of a button, in `app/components.css`. `secondary` is the name of `plain` beside a primary one. */
export interface ButtonStyle {
  variant?: 'primary' | 'secondary' | 'plain' | 'quiet' | 'danger' | 'destructive' | undefined;
  size?: 'normal' | 'small' | 'icon' | 'large' | undefined;
}

/** Class names of a button, also for links that look like one. */
export function buttonClass({ variant = 'plain', size = 'normal', className = '' }: ButtonStyle & { className?: string | undefined } = {}) {
  return `ui-button ui-button-${variant === 'secondary' ? 'plain' : variant} ui-button-${size} ${className}`.trimEnd();
}

interface ButtonProps extends ComponentProps<'button'>, ButtonStyle {
  /** Shows that the action runs. The button keeps the focus; its handler ignores clicks. */
  busy?: boolean;
}

export function Button({ variant, size, className, type = 'button', busy = false, children, ...rest }: ButtonProps) {
  return (
    <button type={type} className={buttonClass({ variant, size, className })} {...rest} {...(busy && { 'aria-disabled': true })}>
      {busy && <Spinner />}
      {children}
    </button>
  );
}
