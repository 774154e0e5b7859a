import { Check } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useLocale, useTexts } from '../../../texts/texts';
import { Button } from '../../../ui/button';
import { Field } from '../../../ui/field';
import { COLOURS, colourOf } from './colours';
import { drawInitials, initialsFile } from './draw-initials';
import { initialsOf, MOST_LETTERS, pickedLetters } from './initials';

/** Pixels of the preview, for sharp letters on dense screens. */
const PREVIEW_SIDE = 384;

/** Letters on a colour. */
export function InitialsForm({ name, onFile }: { name: string; onFile: (file: File) => void }) {
  const t = useTexts('sources.drawings');
  const locale = useLocale();
  const [text, setText] = useState(() => initialsOf(name).join(''));
  const [colour, setColour] = useState(() => colourOf(name));
  const [problem, setProblem] = useState('');
  const canvas = useRef<HTMLCanvasElement>(null);
  const letters = pickedLetters(text);
  const shown = letters.join('');
  useEffect(() => {
    if (canvas.current) drawInitials(canvas.current, pickedLetters(shown), colour);
  }, [shown, colour]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (letters.length === 0) return setProblem(t('noLetters'));
    const file = await initialsFile(letters, colour);
    if (file) onFile(file);
    else setProblem(t('notDrawn'));
  }

  return (
    <form method="dialog" onSubmit={submit} className="flex flex-col gap-5 sm:flex-row sm:gap-7">
      <canvas
        ref={canvas}
        width={PREVIEW_SIDE}
        height={PREVIEW_SIDE}
        role="img"
        aria-label={t('preview', { letters: letters.join(' '), colour: t(`colours.${colour.name}`).toLocaleLowerCase(locale) })}
        data-testid="initials-preview"
        className="size-32 shrink-0 self-center rounded-full ring-1 ring-ink/10 sm:size-44 sm:self-start"
      />
      <div className="min-w-0 flex-1 space-y-4">
        <Field
          label={t('letters')}
          name="letters"
          autoComplete="off"
          autoCapitalize="characters"
          dir="auto"
          value={text}
          error={problem || undefined}
          hint={t('lettersHint', { count: MOST_LETTERS })}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem('');
          }}
        />
        <fieldset>
          <legend className="mb-1.5 font-medium text-sm">{t('colour')}</legend>
          <div className="grid w-fit grid-cols-7 gap-2">
            {COLOURS.map((one) => (
              <label
                key={one.name}
                title={t(`colours.${one.name}`)}
                style={{ backgroundColor: one.back, color: one.front }}
                className="relative flex size-9 cursor-pointer items-center justify-center rounded-full ring-1 ring-ink/15 ring-inset forced-color-adjust-none has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
              >
                <input
                  type="radio"
                  name="colour"
                  value={one.name}
                  checked={one === colour}
                  onChange={() => setColour(one)}
                  aria-label={t(`colours.${one.name}`)}
                  className="absolute inset-0 cursor-pointer appearance-none rounded-full outline-none"
                />
                {one === colour && <Check className="size-4" strokeWidth={3} aria-hidden="true" />}
              </label>
            ))}
          </div>
        </fieldset>
        <Button type="submit" variant="primary">
          <Check aria-hidden="true" /> {t('use')}
        </Button>
      </div>
    </form>
  );
}
