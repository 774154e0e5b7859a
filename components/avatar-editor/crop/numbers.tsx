import { type Dispatch, useId, useState } from 'react';
import { useTexts } from '../../texts/texts';
import type { Edit } from '../edits';
import { shownCrop, type Work } from '../work';

const FIELDS = ['x', 'y', 'width', 'rotate'] as const;

/** The crop in numbers: pixels of the picture, and degrees. */
export function Numbers({ work, dispatch, isDisabled }: { work: Work; dispatch: Dispatch<Edit>; isDisabled: boolean }) {
  const t = useTexts('crop.side');
  const id = useId();
  const crop = shownCrop(work);
  /** The field that is being typed into: its text may be no number yet. */
  const [typed, setTyped] = useState<{ name: string; text: string } | null>(null);

  function change(name: (typeof FIELDS)[number], text: string) {
    setTyped({ name, text });
    if (!/^-?\d+$/.test(text)) return;
    const next = { ...crop, [name]: Number(text) };
    if (next.width < 1 || next.rotate < 0 || next.rotate > 359) return;
    dispatch({ type: 'crop', crop: { ...next, height: next.width }, gesture: `number ${name}` });
  }

  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(3.5rem,1fr))] gap-2">
      {FIELDS.map((name) => (
        <div key={name} className="min-w-0 space-y-1">
          <label htmlFor={`${id}-${name}`} className="block text-muted text-xs">
            {t(name)}
          </label>
          <input
            id={`${id}-${name}`}
            inputMode="numeric"
            autoComplete="off"
            readOnly={isDisabled}
            className="h-9 w-full rounded-lg border border-control-line bg-surface px-2 text-sm tabular-nums read-only:bg-sunken"
            value={typed?.name === name ? typed.text : crop[name]}
            onChange={(event) => change(name, event.currentTarget.value)}
            onBlur={() => setTyped(null)}
          />
        </div>
      ))}
    </div>
  );
}
