import { ImageUp } from 'lucide-react';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { cn } from '../../ui/cn';
import { ProblemNotice } from '../problem-notice';
import { type State, workOf } from '../state-machine';
import type { EditorApi } from '../use-editor';

interface ActionsProps {
  editor: Pick<EditorApi, 'state' | 'currentProblem'>;
  /** Opens the file dialog. */
  browse: () => void;
  onCancel: () => void;
}

/** The label of the primary button, by what helps. */
const SAVE = { choose: 'save', retry: 'again', 'sign-in': 'again', 'save-new': 'saveNew' } as const;

/** The lower edge of the dialog: problems, progress, and the buttons. */
export function Actions({ editor: { state, currentProblem }, browse, onCancel }: ActionsProps) {
  const t = useTexts('crop.actions');
  const isSaving = state.phase === 'saving';
  const percent = state.phase === 'saving' ? percentOf(state) : null;
  const isOpening = state.phase === 'picked';
  const next = state.phase === 'failed' ? state.problem.next : 'choose';
  return (
    <div className="editor-actions">
      {state.phase === 'saving' && <Progress percent={percent} />}
      {state.phase === 'failed' && <ProblemNotice problem={state.problem} />}
      {currentProblem && <ProblemNotice problem={currentProblem} />}
      <div className={cn('flex items-center justify-end gap-2', state.phase === 'failed' && 'flex-wrap')}>
        <Button
          variant="quiet"
          onClick={browse}
          aria-disabled={isSaving}
          aria-label={t('browse')}
          title={t('browse')}
          className="-ms-2 px-3"
        >
          <ImageUp aria-hidden="true" /> <span className="editor-browse-label">{t('browse')}</span>
        </Button>
        <span className="editor-progress">
          <span>{isSaving && (percent === null ? t('processing') : `${percent} %`)}</span>
        </span>
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" className="min-w-24" aria-disabled={isSaving || isOpening || !workOf(state)}>
          {t(isSaving ? 'saving' : SAVE[next])}
        </Button>
      </div>
    </div>
  );
}

type Saving = Extract<State, { phase: 'saving' }>;

/** The sent share of a file in percent; null while the server processes it. */
function percentOf({ sent, work }: Saving): number | null {
  return work.source.file !== null && sent < 1 ? Math.round(sent * 100) : null;
}

/** Along the upper edge, where it takes no room from the frame. */
function Progress({ percent }: { percent: number | null }) {
  const t = useTexts('crop.actions');
  return (
    <div
      role="progressbar"
      aria-label={t('upload')}
      aria-valuenow={percent ?? undefined}
      className="absolute inset-x-0 -top-1 h-1 overflow-hidden bg-line forced-colors:border"
    >
      <div
        className={
          percent === null
            ? 'h-full w-full motion-safe:animate-pulse bg-accent forced-colors:bg-[Highlight]'
            : 'h-full bg-accent motion-safe:transition-[width] forced-colors:bg-[Highlight]'
        }
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
