import { useRef } from 'react';
import { MAX_ALT_LENGTH } from '@/lib/avatars/limits';
import { Field } from '../ui/field';

interface DescriptionFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Whether the description of the replaced picture is offered unchanged for the new one. */
  isKept?: boolean;
  isReadOnly?: boolean;
  /** Offered while the field is empty. */
  suggestion?: string;
}

/** The description of the picture, for people who cannot see it. */
export function DescriptionField({ value, onChange, isKept = false, isReadOnly = false, suggestion }: DescriptionFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const left = MAX_ALT_LENGTH - value.length;
  /** @param text replaces the value; the focused button disappears */
  function fill(text: string) {
    if (isReadOnly) return;
    onChange(text.slice(0, MAX_ALT_LENGTH));
    input.current?.focus();
  }

  return (
    <Field
      ref={input}
      label="Description"
      name="alt"
      autoComplete="off"
      maxLength={MAX_ALT_LENGTH}
      readOnly={isReadOnly}
      placeholder={suggestion}
      hint={
        isKept ? (
          <>
            Kept from your previous picture. Change it, or{' '}
            <button type="button" className="link min-h-6 aria-disabled:opacity-60" aria-disabled={isReadOnly} onClick={() => fill('')}>
              clear it
            </button>
            .
          </>
        ) : left < 50 ? (
          `${left} characters left.`
        ) : (
          <>
            Read aloud to people who cannot see the picture. Without one, they hear your name.{' '}
            {suggestion && value === '' && (
              <button
                type="button"
                className="link min-h-6 text-left aria-disabled:opacity-60"
                aria-disabled={isReadOnly}
                onClick={() => fill(suggestion)}
              >
                Use “{suggestion}”
              </button>
            )}
          </>
        )
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
