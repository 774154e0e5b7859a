'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { request } from '../api/request';
import type { AvatarResource } from '../api/resource';
import { sessionRefused } from '../auth/session';
import { followInOneTab } from '../live/one-for-all-tabs';
import { announcePolicyChange } from '../live/policy';
import { type EarlyPicture, untilLoaded } from './early-picture';
import { versionOf } from './version';

export interface SignedInPerson {
  id: number;
  name: string;
  email: string;
  avatar: AvatarResource;
  /** Entity tag of `avatar`. */
  etag: string;
}

interface AvatarStore {
  person: Omit<SignedInPerson, 'avatar' | 'etag'>;
  avatar: AvatarResource;
  /** Shows this state in the whole page and in other tabs. @param early the new picture, until the files of the server are there */
  publish: (avatar: AvatarResource, etag: string | null, early?: HTMLImageElement | null) => void;
  /** The new picture while its files load; null otherwise. */
  early: HTMLImageElement | null;
  /** Reloads the state from the server, because another client may have changed it. */
  refresh: () => Promise<void>;
  /** Returns the latest state with its ETag. Use it after an await, when `avatar` may be stale. */
  latest: () => { avatar: AvatarResource; tag: string | null };
}

/** From a tab that shows a new state, or, without `avatar`, from one that has just opened and may show an old state. */
interface Message {
  personId: number;
  avatar?: AvatarResource;
  etag: string | null;
}

const Context = createContext<AvatarStore | null>(null);

const CHANNEL = 'likeness-avatar';

/**
 * Provides the picture of the signed-in person, so that every place in the page shows the same one. One tab follows the events of the server;
 * the others get each new state from it over a BroadcastChannel, without a request of their own.
 */
export function AvatarProvider({ signedIn, children }: { signedIn: SignedInPerson; children: ReactNode }) {
  const { id, name, email } = signedIn;
  const [avatar, setAvatar] = useState(signedIn.avatar);
  const channel = useRef<BroadcastChannel | null>(null);
  const etag = useRef<string | null>(signedIn.etag);
  const current = useRef(signedIn.avatar);
  // Counts published states, so that a slow response from before a change does not undo it.
  const shown = useRef(0);

  const [early, setEarly] = useState<EarlyPicture | null>(null);
  useEffect(() => (early ? untilLoaded(early, () => setEarly(null)) : undefined), [early]);

  const show = useCallback((next: AvatarResource, tag: string | null) => {
    shown.current += 1;
    etag.current = tag;
    current.current = next;
    setAvatar(next);
  }, []);

  const publish = useCallback(
    (next: AvatarResource, tag: string | null, image: HTMLImageElement | null = null) => {
      show(next, tag);
      setEarly(image && { image, avatar: next });
      channel.current?.postMessage({ personId: id, avatar: next, etag: tag } satisfies Message);
    },
    [id, show],
  );

  const refresh = useCallback(async () => {
    const before = shown.current;
    const headers: Record<string, string> = etag.current === null ? {} : { 'If-None-Match': etag.current };
    const answer = await request<AvatarResource | undefined>('/api/me/avatar', { headers });
    const isNewest = answer.ok && (shown.current === before || versionOf(answer.etag) > versionOf(etag.current));
    if (isNewest && answer.value) publish(answer.value, answer.etag);
    if (!answer.ok && answer.failure.status === 401) sessionRefused();
  }, [publish]);

  const latest = useCallback(() => ({ avatar: current.current, tag: etag.current }), []);

  useEffect(() => {
    const opened = new BroadcastChannel(CHANNEL);
    const send = (avatar?: AvatarResource) => opened.postMessage({ personId: id, avatar, etag: etag.current } satisfies Message);
    opened.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.personId !== id) return;
      const [theirs, own] = [versionOf(data.etag), versionOf(etag.current)];
      if (data.avatar && theirs >= own) show(data.avatar, data.etag);
      if (!data.avatar && theirs < own) send(current.current);
    };
    channel.current = opened;
    const ask = () => send();
    ask();
    // A page that was kept for "Back" has heard nothing meanwhile.
    window.addEventListener('pageshow', ask);
    return () => {
      window.removeEventListener('pageshow', ask);
      opened.close();
    };
  }, [id, show]);

  useEffect(() => {
    let wasOpen = false;
    return followInOneTab(id, {
      onOpen() {
        // The stream does not tell whether the policy has changed meanwhile.
        if (wasOpen) announcePolicyChange();
        wasOpen = true;
      },
      onEvent({ type, userId, version }) {
        if (type === 'policy-changed') return announcePolicyChange();
        if (userId !== id) return sessionRefused();
        if (version !== versionOf(etag.current)) void refresh();
      },
      onRefused: refresh,
    });
  }, [id, refresh]);

  useEffect(() => {
    // Finds a session that ended without a sign-out, and what was missed while the stream could not be opened.
    const refreshIfVisible = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    window.addEventListener('focus', refreshIfVisible);
    document.addEventListener('visibilitychange', refreshIfVisible);
    return () => {
      window.removeEventListener('focus', refreshIfVisible);
      document.removeEventListener('visibilitychange', refreshIfVisible);
    };
  }, [refresh]);

  const store = useMemo(
    () => ({
      person: { id, name, email },
      avatar,
      early: early?.avatar.key === avatar.key ? early.image : null,
      publish,
      refresh,
      latest,
    }),
    [id, name, email, avatar, early, publish, refresh, latest],
  );
  return <Context value={store}>{children}</Context>;
}

export function useAvatar(): AvatarStore {
  const store = useContext(Context);
  if (!store) throw new Error('useAvatar works below AvatarProvider only.');
  return store;
}
