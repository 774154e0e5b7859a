import { clsx } from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

export interface SelectProps extends ComponentProps<'select'> {
  label: string;
  hint?: ReactNode;
  options: readonly { value: string; label: string }[];
}

/** In place of the arrow of the browser, at the end of a positioned element around a `select` without appearance. */
export function SelectArrow() {
  return (
    <svg viewBox="0 0 16 16" className="pointer-events-none absolute end-3 top-1/2 size-4 -translate-y-1/2 text-muted" aria-hidden="true">
      <path d="m4 6 4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

/** A labelled choice of one of a few values: the native one, which every keyboard and screen reader knows. */
export function Select({ label, hint, options, className, ...rest }: SelectProps) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block font-medium text-sm">
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          className={clsx('ui-control appearance-none truncate pe-10', className)}
          aria-describedby={hint ? `${id}-about` : undefined}
          {...rest}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <SelectArrow />
      </div>
      {hint && (
        <p id={`${id}-about`} className="text-muted text-sm">
          {hint}
        </p>
      )}
    </div>
  );
}
