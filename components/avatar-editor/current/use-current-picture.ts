import { type Dispatch, useEffect, useRef, useState } from 'react';
import { DEFAULT_BACKGROUND } from '@/lib/imaging/limits';
import { type Failure, readFailure } from '../../api/failure';
import { type FoundGravatar, fetchGravatar } from '../../api/fetch-gravatar';
import { noAnswer, request } from '../../api/request';
import type { AvatarChange, AvatarResource, GravatarChoice, KeptAvatar } from '../../api/resource';
import type { UploadRules } from '../../api/rules';
import { asVia } from '../../api/via';
import { useAvatar } from '../../avatar/store';
import { useTexts } from '../../texts/texts';
import { useMessages } from '../messages';
import { type Action, OPAQUE_TYPE, type Problem } from '../state-machine';
import { useWaysBack } from './use-ways-back';

interface Parts {
  dispatch: Dispatch<Action>;
  announce: (text: string) => void;
  rules: UploadRules;
  /** Whether a picture is being chosen, framed or saved. Use it after an await. */
  isEditing: () => boolean;
}

/** Where a kept picture came from. Unknown without an answer: only an original that is saved as new is labelled with it. */
async function originOf(id: number | null): Promise<KeptAvatar['via']> {
  const answer = await request<KeptAvatar[]>('/api/me/avatars');
  return (answer.ok && answer.value.find((kept) => kept.id === id)?.via) || null;
}

/** Actions on the current picture: reframe, describe, remove, switch to Gravatar, and undo. */
export function useCurrentPicture({ dispatch, announce, rules, isEditing }: Parts) {
  const t = useTexts('picture.news');
  const messages = useMessages();
  const { avatar, publish, refresh, latest } = useAvatar();
  /** Unsaved description of the current picture; null without one. */
  const [draft, setDraft] = useState<string | null>(null);
  const latestDraft = useRef(draft);
  useEffect(() => {
    latestDraft.current = draft;
  }, [draft]);
  const reframing = useRef<AbortController>(null);
  useEffect(() => () => reframing.current?.abort(), []);
  const [busy, setBusy] = useState<'reframe' | 'remove' | 'describe' | 'gravatar' | null>(null);
  /** Problem with the current picture. Outside of the state machine, so that it does not affect the picture being framed. */
  const [currentProblem, setCurrentProblem] = useState<Problem | null>(null);
  const showFailure = (failure: Failure) => setCurrentProblem(messages.failure(failure, rules, 'unopened'));
  const clearProblem = () => setCurrentProblem(null);
  const forgetOffline = () => setCurrentProblem((problem) => (problem?.isOffline ? null : problem));
  const clear = () => {
    announce('');
    withdrawUndo();
    clearProblem();
  };
  const { undo, withdrawUndo, restore, offerWayBack, isRemovalShown } = useWaysBack({
    dispatch,
    announce,
    clear,
    showFailure,
    forgetDraft: () => setDraft(null),
  });

  /** @param version a kept picture; the current one by default */
  async function reframe(version?: KeptAvatar) {
    if (busy) return;
    setBusy('reframe');
    clearProblem();
    // Aborted on unmount, because the object URL of an unmounted page would never be revoked.
    reframing.current = new AbortController();
    const { signal } = reframing.current;
    try {
      await refresh();
      const { avatar: current, tag } = latest();
      const isCurrent = version === undefined || version.id === current.id;
      const kept = isCurrent ? current : version;
      const [response, via] = await Promise.all([
        fetch(isCurrent ? '/api/me/avatar/original' : `/api/me/avatars/${kept.id}/original`, { signal }),
        version === undefined ? originOf(kept.id) : version.via,
      ]);
      if (response.ok) {
        const blob = await response.blob();
        // A file chosen or dropped in the meantime has priority.
        if (isEditing()) return setBusy(null);
        const { crop, background, animationDropped, stillFrame, name } = kept;
        const url = URL.createObjectURL(blob);
        const source = {
          file: null,
          blob,
          url,
          stillUrl: null,
          opaque: blob.type === OPAQUE_TYPE,
          crop,
          name: name ?? undefined,
          via: asVia(via),
          background: background ?? DEFAULT_BACKGROUND,
          stillFrame: stillFrame ?? 0,
          animate: animationDropped !== 'choice',
          // The id of an earlier version names its pixels for good.
          ...(isCurrent ? { tag } : { tag: null, version: version?.id }),
        };
        // Reframing keeps an unsaved description.
        const draft = isCurrent ? latestDraft.current : null;
        dispatch({ type: 'pick', source, alt: draft ?? kept.alt, startAlt: kept.alt });
      } else showFailure(readFailure(response.status, await response.text(), response.headers.get('retry-after')));
    } catch {
      showFailure(noAnswer());
    }
    setBusy(null);
  }

  async function describe(alt: string): Promise<void> {
    if (busy) return;
    setBusy('describe');
    clear();
    const answer = await request<AvatarResource>('/api/me/avatar', { method: 'PATCH', json: { alt: alt.trim() } satisfies AvatarChange });
    setBusy(null);
    if (!answer.ok) return showFailure(answer.failure);
    publish(answer.value, answer.etag);
    // It is the description of the picture that was saved.
    dispatch({ type: 'dismiss', keepsReport: true });
    // Text typed during the request is not saved yet.
    setDraft((now) => (now === alt ? null : now));
    announce(t('described'));
  }

  /** Reloads too: if only the response was lost, the picture has changed. */
  function showGravatarFailure(failure: Failure) {
    showFailure(failure);
    if (failure.status === 0 || failure.status === 412) void refresh();
  }

  /** Has the server look for a picture at Gravatar. Changes nothing. @returns null without a picture, after showing the reason */
  async function findGravatar(): Promise<FoundGravatar | null> {
    if (busy) return null;
    setBusy('gravatar');
    clear();
    const answer = await fetchGravatar();
    setBusy(null);
    if (answer.ok) {
      dispatch({ type: 'dismiss' });
      return answer.value;
    }
    showGravatarFailure(answer.failure);
    return null;
  }

  /**
   * Switches to the picture at Gravatar, and offers to undo a switch from another source.
   * @param sha256 of the previewed picture; any picture by default
   * @returns whether it is shown now
   */
  async function switchToGravatar(sha256?: string): Promise<boolean> {
    if (busy) return false;
    const { avatar: before } = latest();
    setBusy('gravatar');
    clear();
    const answer = await request<AvatarResource>('/api/me/avatar/gravatar', { method: 'PUT', json: { sha256 } satisfies GravatarChoice });
    setBusy(null);
    if (!answer.ok) {
      showGravatarFailure(answer.failure);
      return false;
    }
    publish(answer.value, answer.etag);
    dispatch({ type: 'dismiss' });
    announce(t(before.source === 'gravatar' && before.key === answer.value.key ? 'gravatarSame' : 'gravatarTaken'));
    if (before.source !== 'gravatar') setDraft(null);
    if (before.source !== 'gravatar') offerWayBack(before);
    return true;
  }

  /** @returns whether the picture is removed */
  async function remove(): Promise<boolean> {
    const { id, source } = avatar;
    if (busy || source === 'none') return false;
    setBusy('remove');
    clear();
    const answer = await request<undefined>('/api/me/avatar', { method: 'DELETE' });
    const isNews = answer.ok && (await isRemovalShown(avatar));
    setBusy(null);
    if (!answer.ok) {
      showFailure(answer.failure);
      return false;
    }
    if (!isNews) return true;
    dispatch({ type: 'dismiss' });
    announce(t(source === 'gravatar' ? 'gravatarLeft' : 'removed'));
    // Without a picture there is nothing to undo.
    if (id === null) return true;
    offerWayBack(avatar);
    return true;
  }

  return {
    busy,
    currentProblem,
    clear,
    clearProblem,
    forgetOffline,
    draft,
    setDraft,
    undo,
    offerWayBack,
    restore,
    reframe,
    describe,
    remove,
    findGravatar,
    switchToGravatar,
  };
}
