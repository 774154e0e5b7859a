import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn';

/**
 * Styles of a button, also for links that look like one. At least 40 px high, as a touch target. The transparent border becomes visible in
 * forced colours.
 */
export const buttonClass = cva(
  'inline-flex min-h-10 select-none items-center justify-center gap-2 whitespace-nowrap rounded-lg border px-4 font-medium text-sm motion-safe:transition-colors aria-disabled:opacity-60 disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent not-disabled:hover:bg-accent-strong',
        plain: 'border-control-line/50 bg-surface text-ink not-disabled:hover:bg-sunken',
        quiet: 'border-transparent text-ink not-disabled:hover:bg-sunken',
        danger: 'border-control-line/50 bg-surface text-danger not-disabled:hover:bg-danger-soft',
      },
      size: { normal: '', icon: 'size-10 px-0', large: 'min-h-12 px-6 text-base' },
    },
    defaultVariants: { variant: 'plain', size: 'normal' },
  },
);

export function Button({
  variant,
  size,
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & VariantProps<typeof buttonClass>) {
  return <button type={type} className={cn(buttonClass({ variant, size }), className)} {...rest} />;
}
