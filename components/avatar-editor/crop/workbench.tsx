import { LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { DescriptionField } from '../description';
import { ProblemNotice } from '../problem-notice';
import { shownCrop, type Work } from '../state-machine';
import type { EditorApi } from '../use-editor';
import { Adjust } from './adjust';
import { BackgroundField } from './background';
import { Frame } from './frame';
import { Previews } from './previews';

/** Crops with fewer pixels look soft where pictures are shown large. */
const SHARP_SIDE = 256;

interface WorkbenchProps {
  work: Work;
  editor: EditorApi;
  /** Opens the file dialog. */
  browse: () => void;
}

/** The form for framing and saving a picture. */
export function Workbench({ work, editor, browse }: WorkbenchProps) {
  const { state, dispatch, save, cancel } = editor;
  const saving = state.phase === 'saving';
  const opening = state.phase === 'picked';
  const { currentProblem } = editor;
  const { width } = shownCrop(work);
  return (
    <form
      aria-label="Frame your picture"
      aria-busy={saving || opening}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="grid gap-8 lg:grid-cols-[24rem_minmax(0,1fr)]">
        <div className="min-w-0 space-y-5">
          <Frame work={work} dispatch={dispatch} still={saving} />
          <Adjust work={work} dispatch={dispatch} isDisabled={saving} />
          {width < SHARP_SIDE && (
            <Notice kind="warning">
              The frame holds only {width} × {width} pixels of the picture, so it may look blurry where it is shown large. You can save it
              all the same.
            </Notice>
          )}
          {work.transparent && (
            <BackgroundField
              value={work.background}
              onChange={(background) => dispatch({ type: 'background', background })}
              isDisabled={saving}
            />
          )}
          <DescriptionField
            value={work.alt}
            isKept={work.source.file !== null && work.alt !== '' && work.alt === work.startAlt}
            onChange={(alt) => dispatch({ type: 'describe', alt })}
            isReadOnly={saving}
          />
        </div>
        <Previews work={work} />
      </div>
      <ActionBar>
        {state.phase === 'failed' && <ProblemNotice problem={state.problem} />}
        {currentProblem && <ProblemNotice problem={currentProblem} />}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" className="min-w-24" aria-disabled={saving || opening}>
            {saving ? 'Saving…' : state.phase === 'failed' && state.problem.next !== 'choose' ? 'Try again' : 'Save'}
          </Button>
          <Button onClick={cancel}>Cancel</Button>
          {opening && (
            <span className="flex items-center gap-2 text-sm">
              <LoaderCircle className="size-5 text-accent motion-safe:animate-spin" aria-hidden="true" /> Opening the picture…
            </span>
          )}
          {!saving && !opening && (
            <Button variant="quiet" onClick={browse}>
              Other file
            </Button>
          )}
          {saving && <Progress sent={state.sent} upload={work.source.file !== null} />}
        </div>
      </ActionBar>
    </form>
  );
}

/** Pixels between the bar and a focused control: room for the focus ring. */
const FOCUS_ROOM = 8;

/** Sticks to the lower edge of the window, so that Save is always reachable. */
function ActionBar({ children }: { children: ReactNode }) {
  const bar = useRef<HTMLDivElement>(null);
  // Scrolls focused controls out from under the bar (WCAG 2.2, success criterion 2.4.11).
  useEffect(() => {
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      style.scrollPaddingBottom = `${(bar.current?.offsetHeight ?? 0) + FOCUS_ROOM}px`;
    });
    if (bar.current) observer.observe(bar.current);
    return () => {
      observer.disconnect();
      style.scrollPaddingBottom = '';
    };
  }, []);
  return (
    <div ref={bar} className="sticky bottom-0 z-10 -mx-4 mt-8 space-y-3 border-line border-t bg-canvas px-4 py-3 sm:-mx-6 sm:px-6">
      {children}
    </div>
  );
}

function Progress({ sent, upload }: { sent: number; upload: boolean }) {
  const percent = Math.round(sent * 100);
  const sending = upload && sent < 1;
  return (
    <div className="flex min-w-40 flex-1 items-center gap-3 text-muted text-sm">
      <div
        role="progressbar"
        aria-label="Upload"
        aria-valuenow={sending ? percent : undefined}
        className="h-1.5 flex-1 overflow-hidden rounded-full bg-line forced-colors:border"
      >
        <div
          className={
            sending
              ? 'h-full bg-accent motion-safe:transition-[width] forced-colors:bg-[Highlight]'
              : 'h-full w-full motion-safe:animate-pulse bg-accent forced-colors:bg-[Highlight]'
          }
          style={sending ? { width: `${percent}%` } : undefined}
        />
      </div>
      <span className="tabular-nums">{sending ? `${percent} %` : 'Processing…'}</span>
    </div>
  );
}
