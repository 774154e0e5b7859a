import { type Dispatch, useState } from 'react';
import { DEFAULT_BACKGROUND } from '@/lib/avatars/limits';
import { type Failure, readFailure } from '../api/failure';
import { noAnswer, request } from '../api/request';
import type { AvatarResource } from '../api/resource';
import type { UploadRules } from '../api/rules';
import { useAvatar } from '../avatar/store';
import { type Action, OPAQUE_TYPE } from './machine';
import { useUndo } from './use-undo';
import { explain, sayGravatar } from './words';

interface Parts {
  dispatch: Dispatch<Action>;
  say: (text: string) => void;
  rules: UploadRules;
}

/** What can be done with the picture that the server has: frame it anew, describe it, remove it, take Gravatar's, and take that back. */
export function useKept({ dispatch, say, rules }: Parts) {
  const { avatar, publish, refresh, latest } = useAvatar();
  const [busy, setBusy] = useState<'reframe' | 'remove' | 'describe' | 'gravatar' | null>(null);
  const offerUndo = useUndo();
  const refuse = (failure: Failure) => dispatch({ type: 'refuse', problem: explain(failure, rules) });

  async function reframe() {
    if (busy) return;
    setBusy('reframe');
    say('');
    try {
      await refresh();
      const { avatar: kept, tag } = latest();
      const response = await fetch('/api/me/avatar/original');
      if (response.ok) {
        const blob = await response.blob();
        const { crop, background } = kept;
        const url = URL.createObjectURL(blob);
        const source = {
          file: null,
          blob,
          url,
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
    const answer = await request<AvatarResource>('/api/me/avatar', { method: 'PATCH', json: { alt: alt.trim() } });
    setBusy(null);
    if (!answer.ok) return refuse(answer.failure);
    publish(answer.value, answer.etag);
    dispatch({ type: 'cancel' });
    say('Description saved.');
  }

  async function restore(id: number) {
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
    say('');
    const answer = await request<AvatarResource>('/api/me/avatar/gravatar', { method: 'PUT' });
    setBusy(null);
    if (!answer.ok) return refuse(answer.failure);
    publish(answer.value, answer.etag);
    dispatch({ type: 'cancel' });
    say(sayGravatar(before, answer.value));
    if (!undoable || before.source === 'gravatar') return;
    const { id } = before;
    offerUndo('Gravatar is used now', id === null ? drawAgain : () => restore(id));
  }

  async function drawAgain() {
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
    const answer = await request<undefined>('/api/me/avatar', { method: 'DELETE' });
    if (answer.ok) await refresh();
    setBusy(null);
    if (!answer.ok) {
      refuse(answer.failure);
      return false;
    }
    dispatch({ type: 'cancel' });
    const done = source === 'gravatar' ? 'Gravatar is no longer used' : 'Picture removed';
    say(`${done}.`);
    // A copy that is gone back to would be an upload, which no longer follows Gravatar.
    offerUndo(done, source === 'gravatar' || id === null ? () => takeGravatar(false) : () => restore(id));
    return true;
  }

  return { busy, reframe, describe, remove, takeGravatar };
}
