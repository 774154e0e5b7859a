import { type CSSProperties, useId } from 'react';

export interface RangeProps {
  label: string;
  /** The value as people read it, such as `1.4×`. */
  shown: string;
  value: number;
  min: number;
  max: number;
  step: number;
  disabled?: boolean;
  onChange: (value: number) => void;
}

/** A slider. The browser's own: it knows keyboards, touch and screen readers. */
export function Range({ label, shown, value, min, max, step, disabled, onChange }: RangeProps) {
  const id = useId();
  const filled = max > min ? ((value - min) / (max - min)) * 100 : 0;
  return (
    <div>
      <div className="flex items-baseline justify-between text-sm">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <span className="text-muted tabular-nums" aria-hidden="true">
          {shown}
        </span>
      </div>
      <input
        id={id}
        type="range"
        className="range"
        style={{ '--filled': `${filled}%` } as CSSProperties}
        aria-valuetext={shown}
        {...{ value, min, max, step, disabled }}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
