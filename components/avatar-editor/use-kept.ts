import { type Dispatch, useState } from 'react';
import { DEFAULT_BACKGROUND } from '@/lib/avatars/limits';
import { type Failure, readFailure } from '../api/failure';
import { noAnswer, request } from '../api/request';
import type { AvatarResource } from '../api/resource';
import type { UploadRules } from '../api/rules';
import { useAvatar } from '../avatar/store';
import { type Action, OPAQUE_TYPE, type Problem } from './machine';
import { useUndo } from './use-undo';
import { explain, sayGravatar } from './words';

interface Parts {
  dispatch: Dispatch<Action>;
  say: (text: string) => void;
  rules: UploadRules;
  /** Whether a picture is being chosen, framed or saved at this moment. For use after waiting. */
  isEditing: () => boolean;
}

/** What can be done with the picture that the server has: frame it anew, describe it, remove it, take Gravatar's, and take that back. */
export function useKept({ dispatch, say, rules, isEditing }: Parts) {
  const { avatar, publish, refresh, latest } = useAvatar();
  /** A description of the kept picture that was typed and not saved; null: none. */
  const [draft, setDraft] = useState<string | null>(null);
  const [busy, setBusy] = useState<'reframe' | 'remove' | 'describe' | 'gravatar' | null>(null);
  /** What went wrong with the picture that the server has. Apart from the state machine: it must not touch what is being framed meanwhile. */
  const [keptProblem, setKeptProblem] = useState<Problem | null>(null);
  const { undo, offerUndo } = useUndo();
  const refuse = (failure: Failure) => setKeptProblem(explain(failure, rules, 'unopened'));
  const clear = () => {
    say('');
    setKeptProblem(null);
  };

  async function reframe() {
    if (busy) return;
    setBusy('reframe');
    clear();
    try {
      await refresh();
      const { avatar: kept, tag } = latest();
      const response = await fetch('/api/me/avatar/original');
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
        dispatch({ type: 'pick', source, alt: kept.alt });
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
    const answer = await request<AvatarResource>('/api/me/avatar', { method: 'PATCH', json: { alt: alt.trim() } });
    setBusy(null);
    if (!answer.ok) return refuse(answer.failure);
    publish(answer.value, answer.etag);
    dispatch({ type: 'dismiss' });
    setDraft(null);
    say('Description saved.');
  }

  async function restore(id: number) {
    clear();
    const answer = await request<AvatarResource>(`/api/me/avatars/${id}/restore`, { method: 'POST' });
    if (!answer.ok) return refuse(answer.failure);
    publish(answer.value, answer.etag);
    say('Your picture is back.');
  }

  /** Has the server fetch the picture from Gravatar. @param undoable whether to offer the way back */
  async function takeGravatar(undoable = true): Promise<void> {
    if (busy) return;
    const { avatar: before } = latest();
    setBusy('gravatar');
    clear();
    const answer = await request<AvatarResource>('/api/me/avatar/gravatar', { method: 'PUT' });
    setBusy(null);
    if (!answer.ok) return refuse(answer.failure);
    publish(answer.value, answer.etag);
    dispatch({ type: 'dismiss' });
    say(sayGravatar(before, answer.value));
    if (!undoable || before.source === 'gravatar') return;
    const { id } = before;
    offerUndo(id === null ? drawAgain : () => restore(id));
  }

  async function drawAgain() {
    clear();
    const answer = await request<undefined>('/api/me/avatar', { method: 'DELETE' });
    if (!answer.ok) return refuse(answer.failure);
    await refresh();
    say('Gravatar is no longer used.');
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
    say(source === 'gravatar' ? 'Gravatar is no longer used.' : 'Picture removed.');
    // A copy that is gone back to would be an upload, which no longer follows Gravatar.
    offerUndo(source === 'gravatar' || id === null ? () => takeGravatar(false) : () => restore(id));
    return true;
  }

  return { busy, keptProblem, clear, draft, setDraft, undo, reframe, describe, remove, takeGravatar };
}
