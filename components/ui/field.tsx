import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';

const CONTROL =
  'block min-h-11 w-full rounded-lg border border-control-line bg-surface px-3 text-base text-ink placeholder:text-muted read-only:bg-sunken aria-invalid:border-danger';

export interface FieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: ReactNode;
  error?: string;
}

/** A labelled text input with hint and error, which are linked for screen readers. */
export function Field({ label, hint, error, className, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block font-medium text-sm">
        {label}
      </label>
      <input
        id={id}
        className={cn(CONTROL, className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-about` : undefined}
        {...rest}
      />
      {(error || hint) && (
        <p id={`${id}-about`} className={cn('text-sm', error ? 'text-danger' : 'text-muted')}>
          {error || hint}
        </p>
      )}
    </div>
  );
}
