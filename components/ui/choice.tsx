import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';

export interface ChoiceProps extends Omit<ComponentProps<'input'>, 'about'> {
  type?: 'checkbox' | 'radio';
  label: ReactNode;
  about?: ReactNode;
}

/** A checkbox or a radio button with its label, which is part of the target. */
export function Choice({ type = 'checkbox', label, about, className, ...rest }: ChoiceProps) {
  const id = useId();
  return (
    <label htmlFor={id} className={cn('flex min-h-10 cursor-pointer items-start gap-3 py-1.5 text-sm', className)}>
      <input id={id} type={type} className="mt-px size-5 shrink-0 accent-accent" {...rest} />
      <span className="min-w-0">
        <span className={cn('block', about ? 'font-medium' : '')}>{label}</span>
        {about && <span className="block text-muted">{about}</span>}
      </span>
    </label>
  );
}
