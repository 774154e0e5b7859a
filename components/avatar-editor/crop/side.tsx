import { ChevronRight } from 'lucide-react';
import { type Dispatch, type ReactNode, useState } from 'react';
import { DescriptionField } from '../description';
import type { Edit } from '../edits';
import { hasBackground, shownCrop, type Work } from '../work';
import { BackgroundField } from './background';
import { liesBeyond } from './framing';
import { Numbers } from './numbers';
import { Previews } from './previews';
import type { Shape } from './use-shape';

/** Windows with room for the previews beside the frame: as in the style sheet of the dialog. */
const ROOMY = '(min-width: 48rem) and (min-height: 36rem)';

interface SideProps {
  /** Null while the picture opens. */
  work: Work | null;
  url: string;
  shape: Shape;
  name: string;
  alt: string;
  /** Whether the description is that of the replaced picture. */
  isAltKept: boolean;
  onDescribe: (alt: string) => void;
  dispatch: Dispatch<Edit>;
  isDisabled: boolean;
  hintId: string;
}

/** The description, the previews and the numbers of the picture. */
export function Side({ work, url, shape, name, alt, isAltKept, onDescribe, dispatch, isDisabled, hintId }: SideProps) {
  const [isRoomy] = useState(() => window.matchMedia(ROOMY).matches);
  return (
    <div className="editor-side">
      {work && hasBackground(work) && (
        <BackgroundField
          value={work.background}
          isAround={liesBeyond(shownCrop(work), work.picture)}
          onChange={(background) => dispatch({ type: 'background', background, gesture: 'background' })}
          isDisabled={isDisabled}
        />
      )}
      <DescriptionField value={alt} isKept={isAltKept} onChange={onDescribe} isReadOnly={isDisabled} />
      {work && (
        <Folded title="Where it will be seen" isOpen={isRoomy}>
          <Previews {...{ work, url, shape, name }} />
        </Folded>
      )}
      {work && (
        <Folded title="Numbers">
          <Numbers {...{ work, dispatch, isDisabled }} />
        </Folded>
      )}
      <Folded title="Keyboard">
        <KeyList />
      </Folded>
      <p id={hintId} hidden>
        Brackets straighten, F flips, R turns, zero resets, Control and Z undo.
      </p>
    </div>
  );
}

function Folded({ title, isOpen = false, children }: { title: string; isOpen?: boolean; children: ReactNode }) {
  return (
    <details className="group" open={isOpen}>
      <summary className="-mx-2 flex min-h-9 list-none items-center gap-1.5 rounded-lg px-2 font-medium text-sm hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <ChevronRight className="size-4 text-muted motion-safe:transition-transform group-open:rotate-90" aria-hidden="true" />
        {title}
      </summary>
      <div className="pt-2 pb-1">{children}</div>
    </details>
  );
}

const KEYS = [
  ['Move', ['←', '→', '↑', '↓']],
  ['Zoom', ['+', '−']],
  ['Straighten', ['[', ']']],
  ['Flip, turn, reset', ['F', 'R', '0']],
  ['Undo, redo', ['Ctrl Z', 'Ctrl Y']],
] as const;

function KeyList() {
  return (
    <>
      <p className="mb-2 text-muted text-xs">While the picture has the focus:</p>
      <dl className="space-y-1.5 text-xs">
        {KEYS.map(([name, keys]) => (
          <div key={name} className="flex items-center justify-between gap-3">
            <dt>{name}</dt>
            <dd className="flex flex-wrap gap-1">
              {keys.map((key) => (
                <kbd key={key} className="rounded-md border border-line bg-sunken px-1.5 py-0.5 font-sans">
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
