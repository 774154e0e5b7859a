'use client';

import { CircleCheck, Info } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRef } from 'react';
import { useDropzone } from 'react-dropzone';
import type { UploadRules } from '../api/rules';
import { useAvatar } from '../avatar/store';
import { Toast } from '../ui/toast';
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
  const { state, busy, announced, announce, undo, choose, drafts } = editor;
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
      <h1 ref={heading} id="picture-heading" tabIndex={-1} className="mb-6 font-semibold text-2xl tracking-tight">
        Your picture
      </h1>
      <Toast
        text={isEditing ? '' : announced}
        icon={<AnnouncementIcon className="text-accent" aria-hidden="true" />}
        onUndo={
          undo &&
          (() => {
            undo();
            heading.current?.focus();
          })
        }
        onDismiss={() => announce('')}
        onFocusGone={() => heading.current?.focus({ preventScroll: true })}
      />
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
