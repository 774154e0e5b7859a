import { ImageUp } from 'lucide-react';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { ProblemNotice } from '../problem-notice';
import { workOf } from '../state-machine';
import type { EditorApi } from '../use-editor';

interface ActionsProps {
  editor: Pick<EditorApi, 'state' | 'currentProblem'>;
  /** Opens the file dialog. */
  browse: () => void;
  onCancel: () => void;
}

/** The lower edge of the dialog: problems, progress, and the buttons. */
export function Actions({ editor: { state, currentProblem }, browse, onCancel }: ActionsProps) {
  const t = useTexts('crop.actions');
  const isSaving = state.phase === 'saving';
  const isOpening = state.phase === 'picked';
  const isRetry = state.phase === 'failed' && state.problem.next !== 'choose';
  return (
    <div className="editor-actions">
      {state.phase === 'saving' && <Progress sent={state.sent} upload={state.work.source.file !== null} />}
      {state.phase === 'failed' && <ProblemNotice problem={state.problem} />}
      {currentProblem && <ProblemNotice problem={currentProblem} />}
      <div className="flex items-center gap-2">
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
        <span className="flex-1" />
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" className="min-w-24" aria-disabled={isSaving || isOpening || !workOf(state)}>
          {t(isSaving ? 'saving' : isRetry ? 'again' : 'save')}
        </Button>
      </div>
    </div>
  );
}

function Progress({ sent, upload }: { sent: number; upload: boolean }) {
  const t = useTexts('crop.actions');
  const percent = Math.round(sent * 100);
  const isSending = upload && sent < 1;
  return (
    <div className="flex items-center gap-3 text-muted text-sm">
      <div
        role="progressbar"
        aria-label={t('upload')}
        aria-valuenow={isSending ? percent : undefined}
        className="h-1.5 flex-1 overflow-hidden rounded-full bg-line forced-colors:border"
      >
        <div
          className={
            isSending
              ? 'h-full bg-accent motion-safe:transition-[width] forced-colors:bg-[Highlight]'
              : 'h-full w-full motion-safe:animate-pulse bg-accent forced-colors:bg-[Highlight]'
          }
          style={isSending ? { width: `${percent}%` } : undefined}
        />
      </div>
      <span className="tabular-nums">{isSending ? `${percent} %` : t('processing')}</span>
    </div>
  );
}
