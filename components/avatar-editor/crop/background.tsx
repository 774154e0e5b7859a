import { useId } from 'react';
import { DEFAULT_BACKGROUND } from '@/lib/imaging/limits';
import { useTexts } from '../../texts/texts';
import { cn } from '../../ui/cn';

interface BackgroundFieldProps {
  /** `#rrggbb`, `blur` or `transparent`. */
  value: string;
  /** Whether the background shows around the picture, and not only behind its transparent pixels. */
  isAround: boolean;
  onChange: (value: string) => void;
  isDisabled: boolean;
}

const AROUND = [
  { kind: 'colour', label: 'colour' },
  { kind: 'blur', label: 'blur' },
  { kind: 'transparent', label: 'transparent' },
] as const;
/** A picture with transparent pixels stays transparent in formats that can be, whatever its colour. */
const BEHIND = [
  { kind: 'colour', label: 'transparent' },
  { kind: 'blur', label: 'blur' },
] as const;

/** The background of transparent pixels, and of what a picture that is zoomed out does not fill. */
export function BackgroundField({ value, isAround, onChange, isDisabled }: BackgroundFieldProps) {
  const t = useTexts('crop.background');
  const [name, hint] = [useId(), useId()];
  const isColour = value.startsWith('#');
  const kind = isColour || (!isAround && value === 'transparent') ? 'colour' : value;
  return (
    <div className="space-y-2">
      <fieldset className="space-y-2" aria-label={t('label')}>
        <span className="block font-medium text-sm" aria-hidden="true">
          {t('label')}
        </span>
        <div className="editor-segments">
          {(isAround ? AROUND : BEHIND).map((option) => (
            <label key={option.kind} className={cn('editor-segment', isDisabled && 'opacity-60')}>
              <input
                type="radio"
                name={name}
                className="sr-only"
                checked={kind === option.kind}
                aria-disabled={isDisabled}
                onChange={() => !isDisabled && onChange(option.kind === 'colour' ? DEFAULT_BACKGROUND : option.kind)}
              />
              {t(option.label)}
            </label>
          ))}
        </div>
      </fieldset>
      {kind === 'colour' && (
        <div className="flex items-center gap-3">
          <input
            name="background"
            type="color"
            value={isColour ? value : DEFAULT_BACKGROUND}
            aria-label={t('choose')}
            aria-describedby={hint}
            aria-disabled={isDisabled}
            // Browsers open their colour dialog on click; `disabled` would lose the focus.
            onClick={(event) => isDisabled && event.preventDefault()}
            onChange={(event) => !isDisabled && onChange(event.currentTarget.value)}
            className="h-10 w-14 shrink-0 cursor-pointer rounded-lg border border-control-line bg-surface p-1 aria-disabled:cursor-default aria-disabled:opacity-60"
          />
          <p id={hint} className="text-muted text-sm">
            {t(isAround ? 'around' : 'behind')}
          </p>
        </div>
      )}
    </div>
  );
}
