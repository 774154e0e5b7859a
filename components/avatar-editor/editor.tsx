'use client';

import { CircleCheck, Info } from 'lucide-react';
import { lazy, type RefObject, Suspense, useEffect, useEffectEvent, useRef } from 'react';
import type { UploadRules } from '../api/rules';
import { useAvatar } from '../avatar/store';
import { useTexts } from '../texts/texts';
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

const loadDialog = async () => {
  const [{ EditorDialog: dialog }, { preloadCropTexts }] = await Promise.all([import('./crop/editor-dialog'), import('./crop/crop-texts')]);
  await preloadCropTexts();
  return { default: dialog };
};
/** A chunk of its own: the page is for looking at the picture first. */
const EditorDialog = lazy(loadDialog);

interface EditorProps {
  rules: UploadRules;
  /** Number of kept pictures when the page was rendered. */
  kept: number;
}

/** The picture page: show, choose, frame, save and remove. */
export function Editor({ rules: rendered, kept }: EditorProps) {
  const t = useTexts('picture.page');
  const progress = useProgress();
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
  const input = useRef<HTMLInputElement>(null);
  const browse = () => input.current?.click();
  usePaste(choose);
  useEarlyChoice(input, choose);

  return (
    <section className="relative" aria-labelledby="picture-heading">
      <h1 ref={heading} id="picture-heading" tabIndex={-1} className="mb-6 font-semibold text-2xl tracking-tight">
        {t('heading')}
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
      <CurrentPicture
        editor={editor}
        rules={rules}
        kept={kept}
        // Number and type are checked in the same place as for pasted files. While a picture is being saved the state machine ignores files.
        fileInput={
          <input
            ref={input}
            id="picture-file"
            type="file"
            accept={acceptOf(rules.formats)}
            autoComplete="off"
            className="sr-only"
            onChange={({ currentTarget }) => {
              choose([...(currentTarget.files ?? [])]);
              // The same file can be chosen again.
              currentTarget.value = '';
            }}
          />
        }
        onFocusGone={() => heading.current?.focus()}
      />
      {(isEditing || isDialogLoaded) && (
        <Suspense>
          <EditorDialog editor={editor} browse={browse} {...focus} />
        </Suspense>
      )}
      <WindowDrop onFiles={choose} takesAddresses={rules.fetchesAddresses && !isEditing} isDisabled={rules.locked} />
    </section>
  );
}

/** Takes a file that was chosen before the page had its scripts. */
function useEarlyChoice(input: RefObject<HTMLInputElement | null>, choose: (files: readonly File[]) => void): void {
  const take = useEffectEvent(() => {
    const { current } = input;
    if (!current?.files?.length) return;
    choose([...current.files]);
    current.value = '';
  });
  useEffect(() => take(), []);
}

/** In steps of a fifth: more announcements would flood screen readers. */
function useProgress(): (state: State, busy: EditorApi['busy']) => string {
  const t = useTexts('picture.page');
  return (state, busy) => {
    if (busy === 'gravatar') return t('askingGravatar');
    if (state.phase === 'picked') return t('opening');
    if (state.phase !== 'saving') return '';
    if (!state.work.source.file) return t('saving');
    return state.sent < 1 ? t('uploading', { percent: Math.floor(state.sent * 5) * 20 }) : t('processing');
  };
}
