'use client';

import { CircleCheck, Info, Undo2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRef } from 'react';
import { useDropzone } from 'react-dropzone';
import type { UploadRules } from '../api/rules';
import { useAvatar } from '../avatar/store';
import { Button } from '../ui/button';
import { useIdleLoad } from '../ui/use-idle-load';
import { CurrentPicture } from './current/current-picture';
import { DraftNotice } from './drafts/draft-notice';
import { acceptOf } from './open/check-file';
import { usePaste } from './open/use-paste';
import { WindowDrop } from './sources/window-drop';
import { type State, workOf } from './state-machine';
import { type EditorApi, useEditor } from './use-editor';
import { useFocusReturn } from './use-focus-return';
import { useRules } from './use-rules';

const loadDialog = () => import('./crop/editor-dialog').then(({ EditorDialog }) => EditorDialog);
/** A chunk of its own: the page is for looking at the picture first. */
const EditorDialog = dynamic(loadDialog, { ssr: false });

/** The picture page: show, choose, frame, save and remove. */
export function Editor({ rules: rendered }: { rules: UploadRules }) {
  const rules = useRules(rendered);
  const editor = useEditor(rules);
  const { avatar } = useAvatar();
  const { state, busy, announced, undo, choose, drafts } = editor;
  const isEditing = state.phase === 'picked' || workOf(state) !== null;
  // "Nothing found" is information, not success.
  const AnnouncementIcon = avatar.source === 'gravatar' && avatar.id === null ? Info : CircleCheck;
  const heading = useRef<HTMLHeadingElement>(null);
  const isDialogLoaded = useIdleLoad(loadDialog);
  const focus = useFocusReturn(heading, state.phase === 'saved');
  const { getRootProps, getInputProps, open } = useDropzone({
    noClick: true,
    noKeyboard: true,
    // usePaste handles pastes into the page, independent of the focus.
    noPaste: true,
    // WindowDrop takes files anywhere in the window.
    noDrag: true,
    // Not `disabled` while saving, because screen readers would announce every button inside as disabled; the state machine ignores files
    // then.
    // Number and type are checked in the same place as for pasted files.
    onDrop: (files) => choose(files),
  });
  usePaste(choose);

  return (
    <section {...getRootProps({ role: 'region', className: 'relative' })} aria-labelledby="picture-heading">
      <input {...getInputProps({ accept: acceptOf(rules.formats), multiple: false, 'aria-label': 'Picture file' })} />
      <div className="mb-6 flex min-h-10 flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <h1 ref={heading} id="picture-heading" tabIndex={-1} className="font-semibold text-2xl tracking-tight">
          Your picture
        </h1>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {/* `aria-live` keeps the dialog from hiding it, which closes in the same moment. */}
          <p role="status" aria-live="polite" data-testid="announcement" className="flex items-center gap-2 text-sm">
            {!isEditing && announced && (
              <>
                <AnnouncementIcon className="size-4 text-accent" aria-hidden="true" /> {announced}
              </>
            )}
          </p>
          {!isEditing && undo && (
            <Button
              onClick={() => {
                undo();
                heading.current?.focus();
              }}
            >
              <Undo2 aria-hidden="true" /> Undo
            </Button>
          )}
        </div>
      </div>
      <p role="status" aria-live="polite" className="sr-only" data-testid="progress-announcement">
        {progress(state, busy)}
      </p>
      {drafts.offered && !isEditing && (
        <DraftNotice
          draft={drafts.offered}
          onContinue={drafts.continueDraft}
          onDiscard={() => {
            drafts.discardDraft();
            heading.current?.focus();
          }}
        />
      )}
      <CurrentPicture editor={editor} rules={rules} browse={open} onFocusGone={() => heading.current?.focus()} />
      {(isEditing || isDialogLoaded) && <EditorDialog editor={editor} browse={open} {...focus} />}
      <WindowDrop onFiles={choose} takesAddresses={rules.fetchesAddresses && !isEditing} isDisabled={rules.locked} />
    </section>
  );
}

/** In steps of a fifth: more announcements would flood screen readers. */
function progress(state: State, busy: EditorApi['busy']): string {
  if (busy === 'gravatar') return 'Asking Gravatar';
  if (state.phase === 'picked') return 'Opening the picture';
  if (state.phase !== 'saving') return '';
  if (!state.work.source.file) return 'Saving';
  return state.sent < 1 ? `Uploading ${Math.floor(state.sent * 5) * 20} %` : 'Processing';
}
