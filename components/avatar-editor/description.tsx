import { useRef } from 'react';
import { MAX_ALT_LENGTH } from '@/lib/avatars/limits';
import { Field } from '../ui/field';

interface DescriptionFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Whether the description of the replaced picture is offered unchanged for the new one. */
  isKept?: boolean;
  isReadOnly?: boolean;
}

/** The description of the picture, for people who cannot see it. */
export function DescriptionField({ value, onChange, isKept = false, isReadOnly = false }: DescriptionFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const left = MAX_ALT_LENGTH - value.length;
  function clear() {
    if (isReadOnly) return;
    onChange('');
    // The focused button disappears.
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
      hint={
        isKept ? (
          <>
            Kept from your previous picture. Change it, or{' '}
            <button type="button" className="link min-h-6 aria-disabled:opacity-60" aria-disabled={isReadOnly} onClick={clear}>
              clear it
            </button>
            .
          </>
        ) : left < 50 ? (
          `${left} characters left.`
        ) : (
          'Read aloud to people who cannot see the picture. Without one, they hear your name.'
        )
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
