'use client';

import { LoaderCircle, Pause, Play } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { SessionNotice } from '../../auth/session-notice';
import { useAvatar } from '../../avatar/store';
import { useTexts } from '../../texts/texts';
import { Dialog, DialogClose, DialogTitle } from '../../ui/dialog';
import { hasEdits, workOf } from '../state-machine';
import type { EditorApi } from '../use-editor';
import { shownFraming, type Work } from '../work';
import { Actions } from './actions';
import { CropTexts } from './crop-texts';
import { DiscardDialog } from './discard-dialog';
import { focusFrame } from './focus-frame';
import { editOfKey } from './keys';
import { ShapeSwitch } from './shape-switch';
import { Side } from './side';
import { Stage } from './stage';
import { Tools } from './tools';
import { useAct } from './use-act';
import { useHeight } from './use-height';
import { usePlaying } from './use-playing';
import { useShape } from './use-shape';
import { WaitingStage } from './waiting-stage';
import { Warnings } from './warnings-list';
import './editor-dialog.css';

export interface EditorDialogProps {
  editor: EditorApi;
  /** Opens the file dialog. */
  browse: () => void;
  /** Called before the focus moves into the dialog. */
  onOpenFocus: () => void;
  /** Called when the dialog has closed, before the focus moves. */
  onCloseFocus: (event: Event) => void;
}

/** The dialog for framing and saving a picture. Open while there is one. */
export function EditorDialog(props: EditorDialogProps) {
  return (
    <CropTexts>
      <TranslatedDialog {...props} />
    </CropTexts>
  );
}

function TranslatedDialog({ editor, browse, onOpenFocus, onCloseFocus }: EditorDialogProps) {
  const t = useTexts('crop.dialog');
  const { state, cancel } = editor;
  const [isAsking, setAsking] = useState(false);
  const work = workOf(state);
  const isOpen = work !== null || state.phase === 'picked';

  function requestClose() {
    // Back closes the question, as Escape does.
    if (isAsking) setAsking(false);
    // During a save, Cancel ends the upload and keeps the work.
    else if (state.phase !== 'saving' && hasEdits(state)) setAsking(true);
    else cancel();
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={requestClose}
      closesOutside={false}
      title={t('title')}
      className="editor-dialog"
      header={null}
      onOpenFocus={(event) => {
        onOpenFocus();
        focusFrame(event);
      }}
      onCloseFocus={onCloseFocus}
    >
      <EditorForm editor={editor} work={work} browse={browse} onCancel={requestClose} />
      <DiscardDialog
        isOpen={isAsking && isOpen}
        onAnswer={(discard) => {
          setAsking(false);
          if (discard) cancel();
        }}
      />
    </Dialog>
  );
}

interface EditorFormProps extends Pick<EditorDialogProps, 'editor' | 'browse'> {
  work: Work | null;
  onCancel: () => void;
}

function EditorForm({ editor, work, browse, onCancel }: EditorFormProps) {
  const { state, dispatch, save } = editor;
  const t = useTexts('crop.dialog');
  const { person } = useAvatar();
  const hintId = useId();
  const [shape, setShape] = useShape();
  const [shapes, shapesHeight] = useHeight();
  const [bar, barHeight] = useHeight();
  const { act, adjust, spoken } = useAct(work, dispatch);
  const isSaving = state.phase === 'saving';
  const isOpening = state.phase === 'picked';
  const source = work?.source ?? (state.phase === 'picked' ? state.source : null);
  const { isPlaying, canPlay, setPlays, url, stillUrl } = usePlaying(work, source);
  function undoByKey(event: KeyboardEvent) {
    // Text fields have an undo of their own.
    const isText = event.target instanceof HTMLInputElement && !['range', 'radio', 'color'].includes(event.target.type);
    const change = !isText && work && (event.ctrlKey || event.metaKey) ? editOfKey(event, shownFraming(work)) : null;
    if (!change || isSaving) return;
    event.preventDefault();
    act(change);
  }

  const alt = state.phase === 'picked' ? state.alt : (work?.alt ?? '');
  const isAltKept = work !== null && work.source.file !== null && alt !== '' && alt === work.startAlt;
  return (
    <form
      method="dialog"
      className="editor-layout"
      aria-label={t('title')}
      aria-busy={isSaving || isOpening}
      onKeyDown={undoByKey}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="editor-head">
        <DialogTitle className="truncate">{t('title')}</DialogTitle>
        <DialogClose label={t('close')} />
      </div>
      <div className="editor-stage">
        {work ? (
          <Stage
            key={work.source.url}
            {...{ work, url, shape, hintId, act }}
            isStill={isSaving}
            dispatch={adjust}
            above={shapesHeight}
            below={barHeight}
          />
        ) : (
          <WaitingStage file={source?.blob ?? null} url={url} />
        )}
        {isOpening && (
          <p className="editor-opening">
            <span className="editor-glass flex items-center gap-2.5 py-2.5 ps-4 pe-5 text-sm">
              <LoaderCircle className="size-5 motion-safe:animate-spin" aria-hidden="true" /> {t('opening')}
            </span>
          </p>
        )}
        {work && (
          <>
            <div ref={shapes} className="editor-shapes">
              <ShapeSwitch shape={shape} onChange={setShape} />
            </div>
            <div ref={bar} className="editor-bar">
              {canPlay ? (
                <button
                  type="button"
                  className="editor-glass editor-play"
                  aria-label={t(isPlaying ? 'pause' : 'play')}
                  onClick={() => setPlays(!isPlaying)}
                >
                  {isPlaying ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
                </button>
              ) : (
                <span />
              )}
              <Warnings key={work.source.url} work={work} url={stillUrl} />
            </div>
          </>
        )}
      </div>
      <div className="editor-tools">
        <Tools work={work} dispatch={adjust} act={act} isDisabled={isSaving || !work} />
        <Side
          {...{ work, url, shape, alt, isAltKept, hintId }}
          name={person.name}
          onDescribe={(text) => dispatch({ type: 'describe', alt: text })}
          dispatch={adjust}
          isDisabled={isSaving}
          onChooseFrame={() => setPlays(false)}
        />
      </div>
      <div className="editor-foot">
        <SessionNotice />
        <Actions {...{ editor, browse, onCancel }} />
      </div>
      <p role="status" aria-live="polite" className="sr-only" data-testid="edit-announcement">
        {spoken}
      </p>
    </form>
  );
}
