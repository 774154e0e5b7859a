import { type ComponentProps, type ReactNode, useId } from 'react';

export interface FieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: ReactNode;
  error?: string;
  /** A control at the end of the input, such as one that shows a password. */
  trailing?: ReactNode;
  /** Below the hint, such as a meter. */
  below?: ReactNode;
}

/** A labelled text input with hint and error, which are linked for screen readers. */
export function Field({ label, hint, error, trailing, below, className, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block font-medium text-sm">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          className={`ui-control ${trailing ? 'pe-16' : ''} ${className ?? ''}`}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? `${id}-about` : undefined}
          {...rest}
        />
        {trailing && <div className="absolute inset-y-0 end-0.5 flex items-center">{trailing}</div>}
      </div>
      {(error || hint) && (
        <p id={`${id}-about`} className={`text-sm ${error ? 'font-medium text-danger' : 'text-muted'}`}>
          {error || hint}
        </p>
      )}
      {below}
    </div>
  );
}
