import type { Dispatch } from 'react';
import type { Failure } from '../../api/failure';
import { request } from '../../api/request';
import type { AvatarResource } from '../../api/resource';
import { useAvatar } from '../../avatar/store';
import { useTexts } from '../../texts/texts';
import type { Action } from '../state-machine';
import { useUndo } from './use-undo';

interface Parts {
  dispatch: Dispatch<Action>;
  announce: (text: string) => void;
  /** Hides the messages of an earlier action. */
  clear: () => void;
  showFailure: (failure: Failure) => void;
  /** Called when another picture is shown, which has a description of its own. */
  forgetDraft: () => void;
}

/** Goes back to a picture that was shown: by undo of the last change, or from the gallery. */
export function useWaysBack({ dispatch, announce, clear, showFailure, forgetDraft }: Parts) {
  const t = useTexts('picture.news');
  const { publish, refresh, latest } = useAvatar();
  const { undo, offerUndo, withdrawUndo } = useUndo();

  /** @returns whether the version is shown */
  async function show(id: number, news: string): Promise<boolean> {
    clear();
    const answer = await request<AvatarResource>(`/api/me/avatars/${id}/restore`, { method: 'POST' });
    if (!answer.ok) {
      showFailure(answer.failure);
      return false;
    }
    publish(answer.value, answer.etag);
    forgetDraft();
    dispatch({ type: 'dismiss' });
    announce(news);
    return true;
  }

  /** Asks Gravatar again. If Gravatar does not answer, the copy comes back as an upload. */
  async function followGravatar(id: number | null): Promise<void> {
    clear();
    const answer = await request<AvatarResource>('/api/me/avatar/gravatar', { method: 'PUT' });
    if (!answer.ok) return id === null ? showFailure(answer.failure) : void (await show(id, t('back')));
    publish(answer.value, answer.etag);
    dispatch({ type: 'dismiss' });
    announce(t('gravatarTaken'));
  }

  async function backToGenerated(): Promise<void> {
    clear();
    const { avatar: before } = latest();
    const answer = await request<undefined>('/api/me/avatar', { method: 'DELETE' });
    if (!answer.ok) return showFailure(answer.failure);
    if (await isRemovalShown(before)) announce(before.source === 'gravatar' ? t('gravatarLeft') : t('removed'));
    dispatch({ type: 'dismiss' });
  }

  /** Loads the state after a removal. @returns false if a picture that was saved meanwhile is shown: the removal is no longer news */
  async function isRemovalShown(before: AvatarResource): Promise<boolean> {
    await refresh();
    const { id } = latest().avatar;
    return id === null || id === before.id;
  }

  /** Restoring a copy from Gravatar would make it an upload, which no longer follows Gravatar. */
  function goBackTo({ id, source }: AvatarResource): Promise<unknown> {
    if (source === 'gravatar') return followGravatar(id);
    return id === null ? backToGenerated() : show(id, t('back'));
  }

  return {
    undo,
    withdrawUndo,
    isRemovalShown,
    /** Offers to take a change back. @param before the picture that was shown before it */
    offerWayBack: (before: AvatarResource) => offerUndo(() => goBackTo(before)),
    /** Makes a kept picture current. @returns whether it is shown */
    async restore(id: number): Promise<boolean> {
      const { avatar: before } = latest();
      if (!(await show(id, t('restored')))) return false;
      offerUndo(() => goBackTo(before));
      return true;
    },
  };
}
