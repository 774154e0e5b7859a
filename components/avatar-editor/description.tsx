import { useRef } from 'react';
import { MAX_ALT_LENGTH } from '@/lib/avatars/limits';
import { useTexts } from '../texts/texts';
import { Field } from '../ui/field';
import { shorten } from './shorten';

/** Characters that are left from which the field says so. */
const FEW = 50;

interface DescriptionFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Whether the description of the replaced picture is offered unchanged for the new one. */
  isKept?: boolean;
  isReadOnly?: boolean;
  /** An example, offered while the field is empty. */
  suggestion?: string;
  /** Whether the suggestion is offered elsewhere: here it is an example alone. */
  isAsked?: boolean;
}

/** The description of the picture, for people who cannot see it. */
export function DescriptionField({
  value,
  onChange,
  isKept = false,
  isReadOnly = false,
  suggestion,
  isAsked = false,
}: DescriptionFieldProps) {
  const t = useTexts('picture.description');
  const input = useRef<HTMLInputElement>(null);
  const left = MAX_ALT_LENGTH - value.length;
  /** @param text replaces the value; the focused button disappears */
  function fill(text: string) {
    if (isReadOnly) return;
    onChange(shorten(text, MAX_ALT_LENGTH));
    input.current?.focus();
  }

  function hint() {
    if (isKept) {
      return t.rich('kept', {
        clear: (label) => (
          <button type="button" className="link min-h-6 aria-disabled:opacity-60" aria-disabled={isReadOnly} onClick={() => fill('')}>
            {label}
          </button>
        ),
      });
    }
    if (left < FEW) return t('left', { count: left });
    return (
      <>
        {t('hint')}{' '}
        {suggestion && !isAsked && value === '' && (
          <button
            type="button"
            className="link min-h-6 text-start aria-disabled:opacity-60"
            aria-disabled={isReadOnly}
            onClick={() => fill(suggestion)}
          >
            {t('use', { suggestion })}
          </button>
        )}
      </>
    );
  }

  return (
    <Field
      ref={input}
      label={t('label')}
      name="alt"
      autoComplete="off"
      // An empty field has the direction of the page, as its placeholder.
      dir={value === '' ? undefined : 'auto'}
      maxLength={MAX_ALT_LENGTH}
      readOnly={isReadOnly}
      placeholder={suggestion && t('example', { suggestion })}
      hint={hint()}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
