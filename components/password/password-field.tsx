'use client';

import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import { MAX_PASSWORD_UNITS } from '@/lib/accounts/limits';
import { useTexts } from '../texts/texts';
import { Field, type FieldProps } from '../ui/field';

/** Loaded once there is a password to measure. Without a connection there is no meter. */
const StrengthMeter = lazy(() => import('./strength-meter').catch(() => ({ default: () => null })));

interface PasswordFieldProps extends Omit<FieldProps, 'type' | 'trailing' | 'below'> {
  autoComplete: 'current-password' | 'new-password';
  /** The e-mail address and names of the person: shows how strong the password is, without them. */
  personal?: readonly string[];
}

/** A password, which the person can look at. It is hidden again when the form is sent, so that browsers offer to keep it. */
export function PasswordField({ personal, onChange, ...rest }: PasswordFieldProps) {
  const t = useTexts('password');
  const [isShown, setShown] = useState(false);
  const [value, setValue] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const about = useId();

  useEffect(() => {
    const form = input.current?.form;
    const hide = () => setShown(false);
    const clear = () => setValue('');
    form?.addEventListener('submit', hide);
    form?.addEventListener('reset', clear);
    return () => {
      form?.removeEventListener('submit', hide);
      form?.removeEventListener('reset', clear);
    };
  }, []);

  return (
    <Field
      ref={input}
      type={isShown ? 'text' : 'password'}
      required
      maxLength={MAX_PASSWORD_UNITS}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      onChange={(event) => {
        setValue(event.currentTarget.value);
        onChange?.(event);
      }}
      trailing={
        <>
          <button
            type="button"
            aria-pressed={isShown}
            aria-describedby={about}
            onClick={() => setShown(!isShown)}
            className="needs-scripts flex min-h-9 items-center rounded-md px-2.5 font-medium text-muted text-sm motion-safe:transition-colors hover:text-ink"
          >
            {t(isShown ? 'hide' : 'show')}
          </button>
          <span id={about} hidden>
            {rest.label}
          </span>
        </>
      }
      below={
        personal && (
          // Its room is there from the start: a button that moves as the meter appears would miss a press.
          <div className="needs-scripts min-h-5">
            {value !== '' && (
              <Suspense>
                <StrengthMeter password={value} personal={personal} />
              </Suspense>
            )}
          </div>
        )
      }
      {...rest}
    />
  );
}
