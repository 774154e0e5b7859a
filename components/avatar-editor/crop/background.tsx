import { useId } from 'react';

interface BackgroundFieldProps {
  /** `#rrggbb` */
  value: string;
  onChange: (value: string) => void;
  isDisabled: boolean;
}

/** The background of transparent pixels, for formats without transparency. */
export function BackgroundField({ value, onChange, isDisabled }: BackgroundFieldProps) {
  const [id, hint] = [useId(), useId()];
  return (
    <div className="flex items-center gap-3">
      <input
        id={id}
        name="background"
        type="color"
        value={value}
        aria-describedby={hint}
        aria-disabled={isDisabled}
        // Browsers open their colour dialog on click; `disabled` would lose the focus.
        onClick={(event) => isDisabled && event.preventDefault()}
        onChange={(event) => onChange(event.currentTarget.value)}
        className="h-10 w-14 shrink-0 cursor-pointer rounded-lg border border-control-line bg-surface p-1 aria-disabled:cursor-default aria-disabled:opacity-60"
      />
      <div>
        <label htmlFor={id} className="font-medium text-sm">
          Background
        </label>
        <p id={hint} className="text-muted text-sm">
          Shown behind transparent areas by programs that do not support transparency.
        </p>
      </div>
    </div>
  );
}
