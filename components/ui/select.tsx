import { type ComponentProps, useId } from 'react';

export interface SelectProps extends ComponentProps<'select'> {
  label: string;
  options: readonly { value: string; label: string }[];
}

/** A labelled choice of one of a few values. */
export function Select({ label, options, ...rest }: SelectProps) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block font-medium text-sm">
        {label}
      </label>
      <select id={id} className="block min-h-11 w-full rounded-lg border border-control-line bg-surface px-3 text-base text-ink" {...rest}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
