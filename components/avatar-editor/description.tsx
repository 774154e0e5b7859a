import { MAX_ALT_LENGTH } from '@/lib/avatars/limits';
import { Field } from '../ui/field';

/** What the picture shows, for those who do not see it. */
export function DescriptionField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const left = MAX_ALT_LENGTH - value.length;
  return (
    <Field
      label="Description"
      name="alt"
      autoComplete="off"
      maxLength={MAX_ALT_LENGTH}
      hint={left < 50 ? `${left} characters left.` : 'Read aloud to people who cannot see the picture. Without one, they hear your name.'}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
