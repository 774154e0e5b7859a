import { MAX_ALT_LENGTH } from '@/lib/avatars/limits';
import { Field } from '../ui/field';

interface DescriptionFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** The description of the picture that is being replaced, as long as it is offered for the new one unchanged. */
  isKept?: boolean;
}

/** What the picture shows, for those who do not see it. */
export function DescriptionField({ value, onChange, isKept = false }: DescriptionFieldProps) {
  const left = MAX_ALT_LENGTH - value.length;
  return (
    <Field
      label="Description"
      name="alt"
      autoComplete="off"
      maxLength={MAX_ALT_LENGTH}
      hint={
        isKept ? (
          <>
            Kept from your previous picture. Change it, or{' '}
            <button type="button" className="link min-h-6" onClick={() => onChange('')}>
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
