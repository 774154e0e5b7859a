import { type Dispatch, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTexts } from '../../texts/texts';
import { UNSAVED_CHANGES, type UnsavedChanges } from '../../unsaved-changes/store';
import { type Action, hasUnsavedChanges, type State } from '../state-machine';
import { type Draft, draftOf, sourceOf } from './draft';
import { keepDraft, loadDraft } from './draft-store';

/** Pause after the last change before it is kept, in milliseconds: not at each step of a drag. */
const REST_MS = 400;

/** Leaving loses nothing, so the question is another one. */
export function useUnsavedPicture(): UnsavedChanges {
  const t = useTexts('picture.draft');
  return useMemo(() => ({ ...UNSAVED_CHANGES, title: t('leaveTitle'), text: t('leaveText'), leave: t('leave') }), [t]);
}

interface Parts {
  personId: number;
  state: State;
  dispatch: Dispatch<Action>;
}

/**
 * Keeps the edit in this browser until it is saved or discarded, so that it survives a reload, a lost connection and the end of the
 * session. Each account has a draft of its own.
 */
export function useDraft({ personId, state, dispatch }: Parts) {
  const [offered, setOffered] = useState<Draft | null>(null);
  const isEditing = hasUnsavedChanges(state);
  const wasEditing = useRef(false);

  useEffect(() => {
    let isMounted = true;
    // A draft that is found after the person has begun another edit is replaced by it.
    void loadDraft(personId).then((draft) => isMounted && !wasEditing.current && setOffered(draft));
    return () => {
      isMounted = false;
    };
  }, [personId]);

  const keep = useEffectEvent(() => {
    const draft = draftOf(state, Date.now());
    if (draft) void keepDraft(personId, draft);
  });

  useEffect(() => {
    // Every change of the state starts the pause anew.
    if (!draftOf(state, 0)) return;
    const timer = setTimeout(keep, REST_MS);
    return () => clearTimeout(timer);
  }, [state]);

  useEffect(() => {
    if (isEditing) {
      wasEditing.current = true;
      setOffered(null);
    } else if (wasEditing.current) {
      wasEditing.current = false;
      // Saved or discarded.
      void keepDraft(personId, null);
    }
  }, [isEditing, personId]);

  useEffect(() => {
    const keepIfHidden = () => {
      if (document.visibilityState === 'hidden') keep();
    };
    document.addEventListener('visibilitychange', keepIfHidden);
    window.addEventListener('pagehide', keep);
    return () => {
      document.removeEventListener('visibilitychange', keepIfHidden);
      window.removeEventListener('pagehide', keep);
    };
  }, []);

  function continueDraft() {
    if (!offered) return;
    const { adjustments, alt, startAlt } = offered;
    setOffered(null);
    dispatch({ type: 'pick', source: sourceOf(offered, URL.createObjectURL(offered.blob)), alt, startAlt, adjustments });
  }

  function discardDraft() {
    setOffered(null);
    void keepDraft(personId, null);
  }

  return { offered: isEditing ? null : offered, continueDraft, discardDraft };
}
