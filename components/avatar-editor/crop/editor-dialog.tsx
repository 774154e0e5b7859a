'use client';

import { LoaderCircle, Pause, Play } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { SessionNotice } from '../../auth/session-notice';
import { useAvatar } from '../../avatar/store';
import { Dialog, DialogClose, DialogTitle } from '../../ui/dialog';
import { useReducedMotion } from '../../ui/use-reduced-motion';
import { hasEdits, workOf } from '../state-machine';
import type { EditorApi } from '../use-editor';
import { shownFraming, type Work } from '../work';
import { Actions } from './actions';
import { DiscardDialog } from './discard-dialog';
import { editOfKey } from './keys';
import { ShapeSwitch } from './shape-switch';
import { Side } from './side';
import { Stage } from './stage';
import { Tools } from './tools';
import { useAct } from './use-act';
import { useHeight } from './use-height';
import { useShape } from './use-shape';
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
export function EditorDialog({ editor, browse, onOpenFocus, onCloseFocus }: EditorDialogProps) {
  const { state, cancel } = editor;
  const [isAsking, setAsking] = useState(false);
  const work = workOf(state);
  const isOpen = work !== null || state.phase === 'picked';

  function requestClose() {
    // During a save, Cancel ends the upload and keeps the work.
    if (state.phase !== 'saving' && hasEdits(state)) setAsking(true);
    else cancel();
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={requestClose}
      closesOutside={false}
      title="Frame your picture"
      className="editor-dialog"
      header={null}
      onOpenFocus={(event) => {
        event.preventDefault();
        onOpenFocus();
        // The frame takes the focus from here once it shows the picture.
        if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
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
  const { person } = useAvatar();
  const hintId = useId();
  const [shape, setShape] = useShape();
  const { act, adjust, spoken } = useAct(work, dispatch);
  const isSaving = state.phase === 'saving';
  const isOpening = state.phase === 'picked';
  const isStill = useReducedMotion();
  const [bar, barHeight] = useHeight();
  const [plays, setPlays] = useState<boolean | null>(null);
  const isPlaying = plays ?? !isStill;
  const source = work?.source ?? (state.phase === 'picked' ? state.source : null);
  const url = (!isPlaying && source?.stillUrl) || source?.url || '';
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
      className="editor-layout"
      aria-label="Frame your picture"
      aria-busy={isSaving || isOpening}
      onKeyDown={undoByKey}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="editor-head">
        <DialogTitle className="truncate">Frame your picture</DialogTitle>
        <DialogClose label="Close the editor" />
      </div>
      <div className="editor-stage">
        {work ? (
          <Stage key={work.source.url} {...{ work, url, shape, hintId, act }} isStill={isSaving} dispatch={adjust} bar={barHeight} />
        ) : (
          <div className="editor-area">
            <img src={url} alt="" className="editor-surroundings" />
          </div>
        )}
        {isOpening && (
          <p className="editor-opening">
            <span className="editor-glass flex items-center gap-2.5 py-2.5 pr-5 pl-4 text-sm">
              <LoaderCircle className="size-5 motion-safe:animate-spin" aria-hidden="true" /> Opening the picture…
            </span>
          </p>
        )}
        {work && (
          <>
            <div className="absolute top-2.5 right-2.5">
              <ShapeSwitch shape={shape} onChange={setShape} />
            </div>
            <div ref={bar} className="editor-bar">
              {work.source.stillUrl ? (
                <button
                  type="button"
                  className="editor-glass editor-play"
                  aria-label={isPlaying ? 'Pause the animation' : 'Play the animation'}
                  onClick={() => setPlays(!isPlaying)}
                >
                  {isPlaying ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
                </button>
              ) : (
                <span />
              )}
              <Warnings key={work.source.url} work={work} url={work.source.stillUrl ?? work.source.url} />
            </div>
          </>
        )}
      </div>
      <div className="editor-tools">
        {work && <Tools work={work} dispatch={adjust} act={act} isDisabled={isSaving} />}
        <Side
          {...{ work, url, shape, alt, isAltKept, hintId }}
          name={person.name}
          onDescribe={(text) => dispatch({ type: 'describe', alt: text })}
          dispatch={adjust}
          isDisabled={isSaving}
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
