import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';

export interface SwitchProps extends Omit<ComponentProps<'input'>, 'type' | 'about'> {
  label: ReactNode;
  about?: ReactNode;
}

/** A setting that is on or off. A checkbox, so that it works in forms without scripts. */
export function Switch({ label, about, className, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <div className={cn('flex items-start gap-4', className)}>
      <span className="relative mt-0.5 inline-flex h-6 w-10 shrink-0">
        <input
          id={id}
          type="checkbox"
          aria-describedby={about ? `${id}-about` : undefined}
          className="peer absolute inset-0 size-full cursor-pointer appearance-none rounded-full border border-control-line bg-sunken checked:border-accent checked:bg-accent aria-disabled:opacity-60 motion-safe:transition-colors forced-colors:checked:bg-[Highlight]"
          {...rest}
        />
        <span className="pointer-events-none absolute start-1 top-1 size-4 rounded-full border border-transparent bg-control-line peer-checked:start-5 peer-checked:bg-on-accent motion-safe:transition-[inset-inline-start]" />
      </span>
      <div className="min-w-0 text-sm">
        <label htmlFor={id} className="block cursor-pointer py-0.5 font-medium">
          {label}
        </label>
        {about && (
          <p id={`${id}-about`} className="text-muted">
            {about}
          </p>
        )}
      </div>
    </div>
  );
}
