import { ChevronRight } from 'lucide-react';
import { type Dispatch, type ReactNode, useRef, useState } from 'react';
import { useTexts } from '../../texts/texts';
import { DescriptionField } from '../description';
import type { Edit } from '../edits';
import { hasBackground, shownCrop, type Work } from '../work';
import { AnimationField } from './animation-field';
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
  /** Called when the person looks for the still frame of an animation. */
  onChooseFrame: () => void;
}

/** The description, the previews and the numbers of the picture. */
export function Side({ work, url, shape, name, alt, isAltKept, onDescribe, dispatch, isDisabled, hintId, onChooseFrame }: SideProps) {
  const t = useTexts('crop.side');
  const keys = useTexts('crop.stage');
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
      {work?.source.frames !== undefined && (
        <AnimationField {...{ work, dispatch, isDisabled }} frames={work.source.frames} onChoose={onChooseFrame} />
      )}
      <DescriptionField value={alt} isKept={isAltKept} onChange={onDescribe} isReadOnly={isDisabled} />
      <Folded title={t('seen')} isOpen={isRoomy}>
        <Previews {...{ work, url, shape, name }} />
      </Folded>
      <Folded title={t('numbers')}>{work && <Numbers {...{ work, dispatch, isDisabled }} />}</Folded>
      <Folded title={t('keyboard')}>
        <KeyList />
      </Folded>
      <p id={hintId} hidden>
        {keys('keys')}
      </p>
    </div>
  );
}

function Folded({ title, isOpen = false, children }: { title: string; isOpen?: boolean; children: ReactNode }) {
  const isShown = useRef(isOpen);
  return (
    <details
      className="group"
      open={isOpen}
      onToggle={({ currentTarget }) => {
        // It would open below the visible edge. A part that is open from the start moves nothing.
        if (currentTarget.open && !isShown.current) currentTarget.scrollIntoView({ block: 'nearest' });
        isShown.current = false;
      }}
    >
      <summary className="-mx-2 flex min-h-9 list-none items-center gap-1.5 rounded-lg px-2 font-medium text-sm hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <ChevronRight
          className="size-4 text-muted motion-safe:transition-transform rtl:-scale-x-100 group-open:rotate-90"
          aria-hidden="true"
        />
        {title}
      </summary>
      <div className="pt-2 pb-1">{children}</div>
    </details>
  );
}

function KeyList() {
  const t = useTexts('crop.side');
  const tools = useTexts('crop.tools');
  const keys = [
    [t('move'), ['←', '→', '↑', '↓']],
    [tools('zoom'), ['+', '−']],
    [tools('straighten'), ['[', ']']],
    [t('more'), ['F', 'R', '0']],
    [t('undoRedo'), [`${t('ctrl')} Z`, `${t('ctrl')} Y`]],
  ] as const;
  return (
    <>
      <p className="mb-2 text-muted text-xs">{t('withFocus')}</p>
      <dl className="space-y-1.5 text-xs">
        {keys.map(([name, names]) => (
          <div key={name} className="flex items-center justify-between gap-3">
            <dt>{name}</dt>
            <dd dir="ltr" className="flex flex-wrap gap-1">
              {names.map((key) => (
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
