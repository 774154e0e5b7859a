import { type Dispatch, useEffect, useRef, useState } from 'react';
import { DEFAULT_BACKGROUND } from '@/lib/imaging/limits';
import { type Failure, readFailure } from '../api/failure';
import { type FoundGravatar, fetchGravatar } from '../api/fetch-gravatar';
import { noAnswer, request } from '../api/request';
import type { AvatarChange, AvatarResource, GravatarChoice } from '../api/resource';
import type { UploadRules } from '../api/rules';
import { useAvatar } from '../avatar/store';
import { type Action, OPAQUE_TYPE, type Problem } from './machine';
import { useUndo } from './use-undo';
import { explain, gravatarMessage } from './words';

interface Parts {
  dispatch: Dispatch<Action>;
  announce: (text: string) => void;
  rules: UploadRules;
  /** Whether a picture is being chosen, framed or saved at this moment. For use after waiting. */
  isEditing: () => boolean;
}

/** What can be done with the picture that the server has: frame it anew, describe it, remove it, take Gravatar's, and take that back. */
export function useKept({ dispatch, announce, rules, isEditing }: Parts) {
  const { avatar, publish, refresh, latest } = useAvatar();
  /** A description of the kept picture that was typed and not saved; null: none. */
  const [draft, setDraft] = useState<string | null>(null);
  const latestDraft = useRef(draft);
  useEffect(() => {
    latestDraft.current = draft;
  }, [draft]);
  const reframing = useRef<AbortController>(null);
  useEffect(() => () => reframing.current?.abort(), []);
  const [busy, setBusy] = useState<'reframe' | 'remove' | 'describe' | 'gravatar' | null>(null);
  /** What went wrong with the picture that the server has. Apart from the state machine: it must not touch what is being framed meanwhile. */
  const [keptProblem, setKeptProblem] = useState<Problem | null>(null);
  const { undo, offerUndo } = useUndo();
  const refuse = (failure: Failure) => setKeptProblem(explain(failure, rules, 'unopened'));
  const clear = () => {
    announce('');
    setKeptProblem(null);
  };

  async function reframe() {
    if (busy) return;
    setBusy('reframe');
    clear();
    // Of a page that was left, the object URL would never be revoked.
    reframing.current = new AbortController();
    const { signal } = reframing.current;
    try {
      await refresh();
      const { avatar: kept, tag } = latest();
      const response = await fetch('/api/me/avatar/original', { signal });
      if (response.ok) {
        const blob = await response.blob();
        // A file that was chosen or dropped meanwhile is what the person wants to frame.
        if (isEditing()) return setBusy(null);
        const { crop, background } = kept;
        const url = URL.createObjectURL(blob);
        const source = {
          file: null,
          blob,
          url,
          stillUrl: null,
          opaque: blob.type === OPAQUE_TYPE,
          crop,
          background: background ?? DEFAULT_BACKGROUND,
          tag,
        };
        // Re-framing does not discard a description that was typed and not saved.
        dispatch({ type: 'pick', source, alt: latestDraft.current ?? kept.alt, startAlt: kept.alt });
      } else refuse(readFailure(response.status, await response.text(), response.headers.get('retry-after')));
    } catch {
      refuse(noAnswer());
    }
    setBusy(null);
  }

  async function describe(alt: string): Promise<void> {
    if (busy) return;
    setBusy('describe');
    clear();
    const answer = await request<AvatarResource>('/api/me/avatar', { method: 'PATCH', json: { alt: alt.trim() } satisfies AvatarChange });
    setBusy(null);
    if (!answer.ok) return refuse(answer.failure);
    publish(answer.value, answer.etag);
    dispatch({ type: 'dismiss' });
    // What was typed while the request ran is not saved yet.
    setDraft((now) => (now === alt ? null : now));
    announce('Description saved.');
  }

  async function restore(id: number) {
    clear();
    const answer = await request<AvatarResource>(`/api/me/avatars/${id}/restore`, { method: 'POST' });
    if (!answer.ok) return refuse(answer.failure);
    publish(answer.value, answer.etag);
    announce('Your picture is back.');
  }

  /** The picture may be another one for all that: an answer can be lost on the way. */
  function refuseGravatar(failure: Failure) {
    refuse(failure);
    if (failure.status === 0 || failure.status === 412) void refresh();
  }

  /** Has the server look what Gravatar has. Nothing changes. @returns null when that is no picture, which is said */
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
    refuseGravatar(answer.failure);
    return null;
  }

  /**
   * Switches to the picture at Gravatar, and offers the way back from another source.
   * @param sha256 of the picture that was looked at; whichever there is unless given
   * @returns whether it is shown now
   */
  async function takeGravatar(sha256?: string): Promise<boolean> {
    if (busy) return false;
    const { avatar: before } = latest();
    setBusy('gravatar');
    clear();
    const answer = await request<AvatarResource>('/api/me/avatar/gravatar', { method: 'PUT', json: { sha256 } satisfies GravatarChoice });
    setBusy(null);
    if (!answer.ok) {
      refuseGravatar(answer.failure);
      return false;
    }
    publish(answer.value, answer.etag);
    dispatch({ type: 'dismiss' });
    announce(gravatarMessage(before, answer.value));
    const { id, source } = before;
    if (source !== 'gravatar') offerUndo(id === null ? drawAgain : () => restore(id));
    return true;
  }

  /** Back to a copy that was removed. Where Gravatar does not answer, the copy itself comes back, as an upload. */
  async function takeGravatarAgain(id: number) {
    clear();
    const answer = await request<AvatarResource>('/api/me/avatar/gravatar', { method: 'PUT' });
    if (!answer.ok) return restore(id);
    publish(answer.value, answer.etag);
    dispatch({ type: 'dismiss' });
    announce('Picture taken from Gravatar.');
  }

  async function drawAgain() {
    clear();
    const answer = await request<undefined>('/api/me/avatar', { method: 'DELETE' });
    if (!answer.ok) return refuse(answer.failure);
    await refresh();
    announce('Gravatar is no longer used.');
  }

  /** @returns whether the picture is gone */
  async function remove(): Promise<boolean> {
    const { id, source } = avatar;
    if (busy || source === 'none') return false;
    setBusy('remove');
    clear();
    const answer = await request<undefined>('/api/me/avatar', { method: 'DELETE' });
    if (answer.ok) await refresh();
    setBusy(null);
    if (!answer.ok) {
      refuse(answer.failure);
      return false;
    }
    dispatch({ type: 'dismiss' });
    announce(source === 'gravatar' ? 'Gravatar is no longer used.' : 'Picture removed.');
    // Without a picture, nothing was lost.
    if (id === null) return true;
    // A copy that is gone back to would be an upload, which no longer follows Gravatar.
    offerUndo(source === 'gravatar' ? () => takeGravatarAgain(id) : () => restore(id));
    return true;
  }

  return { busy, keptProblem, clear, draft, setDraft, undo, reframe, describe, remove, findGravatar, takeGravatar };
}
