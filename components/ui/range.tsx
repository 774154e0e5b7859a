import { type CSSProperties, useId } from 'react';
import { cn } from './cn';

export interface RangeProps {
  label: string;
  /** The formatted value, such as `1.4×`. */
  shown: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** Whether the track is filled from its middle, for values that go both ways. */
  isCentred?: boolean;
  /** Looks disabled but keeps the focus, unlike `disabled`. The parent ignores changes. */
  isDisabled?: boolean;
  onChange: (value: number) => void;
}

/** A slider. The native one: it supports keyboards, touch and screen readers. */
export function Range({ label, shown, value, min, max, step, isCentred = false, isDisabled = false, onChange }: RangeProps) {
  const id = useId();
  const filled = max > min ? ((value - min) / (max - min)) * 100 : 0;
  return (
    <div>
      <div className="flex items-baseline justify-between text-sm">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <span className="text-muted tabular-nums" aria-hidden="true">
          {/* Numbers with a sign keep their order in every script. */}
          <bdi>{shown}</bdi>
        </span>
      </div>
      <input
        id={id}
        type="range"
        // Left and right of the middle are directions of the picture, in every script.
        dir={isCentred ? 'ltr' : undefined}
        className={cn('range aria-disabled:cursor-default aria-disabled:opacity-60', isCentred && 'range-centred')}
        aria-disabled={isDisabled}
        style={{ '--filled': `${filled}%`, '--start': `${Math.min(filled, 50)}%`, '--end': `${Math.max(filled, 50)}%` } as CSSProperties}
        aria-valuetext={shown}
        {...{ value, min, max, step }}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
