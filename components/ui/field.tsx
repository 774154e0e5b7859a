'use client';

import { type ComponentProps, type ReactNode, useEffect, useId, useRef, useState } from 'react';

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
export function Field({ label, hint, error: given, trailing, below, className, onChange, ...rest }: FieldProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  /** The error that was there when the text changed last: it is about text that is gone, until the form is sent again. */
  const [outdated, setOutdated] = useState<string>();
  const error = given === outdated ? undefined : given;

  useEffect(() => {
    // On the window, and so after the form has withdrawn its errors: none that is outdated is shown again.
    const noteAttempt = ({ target }: Event) => {
      if (target !== box.current?.closest('form')) return;
      setOutdated(undefined);
      // After the errors have been drawn: the effect below does not run if this field has the same one again.
      setTimeout(() => focusFirstError(box.current));
    };
    window.addEventListener('submit', noteAttempt);
    return () => window.removeEventListener('submit', noteAttempt);
  }, []);

  useEffect(() => {
    if (error) focusFirstError(box.current);
  }, [error]);

  return (
    <div ref={box} className="space-y-1.5">
      <label htmlFor={id} className="block font-medium text-sm">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          className={`ui-control ${trailing ? 'pe-16' : ''} ${className ?? ''}`}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? `${id}-about` : undefined}
          onChange={(event) => {
            setOutdated(given || undefined);
            onChange?.(event);
          }}
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

/** Gives the focus to a field if it is the first wrong one of its form: screen readers read the error with it. */
function focusFirstError(field: HTMLElement | null): void {
  const first = field?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (first && field?.contains(first)) first.focus();
}
