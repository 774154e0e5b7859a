'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { request } from '../api/request';
import type { AvatarResource } from '../api/resource';
import { sessionRefused } from '../auth/session';

export interface SignedInPerson {
  id: number;
  name: string;
  email: string;
  avatar: AvatarResource;
}

interface AvatarStore {
  person: Omit<SignedInPerson, 'avatar'>;
  avatar: AvatarResource;
  /** Shows this state in the whole page and in other tabs. */
  publish: (avatar: AvatarResource, etag: string | null) => void;
  /** Reloads the state from the server, because another client may have changed it. */
  refresh: () => Promise<void>;
  /**
   * Returns the latest state with its ETag; the ETag is null before the first request. Use it after an await, when `avatar` may be stale.
   */
  latest: () => { avatar: AvatarResource; tag: string | null };
}

interface Message {
  personId: number;
  avatar: AvatarResource;
  etag: string | null;
}

const Context = createContext<AvatarStore | null>(null);

const CHANNEL = 'likeness-avatar';

/** Provides the picture of the signed-in person, so that every place in the page shows the same one. */
export function AvatarProvider({ signedIn, children }: { signedIn: SignedInPerson; children: ReactNode }) {
  const { id, name, email } = signedIn;
  const [avatar, setAvatar] = useState(signedIn.avatar);
  const channel = useRef<BroadcastChannel | null>(null);
  const etag = useRef<string | null>(null);
  const current = useRef(signedIn.avatar);
  // Counts published states, so that a slow response from before a change does not undo it.
  const shown = useRef(0);

  const show = useCallback((next: AvatarResource, tag: string | null) => {
    shown.current += 1;
    etag.current = tag;
    current.current = next;
    setAvatar(next);
  }, []);

  const publish = useCallback(
    (next: AvatarResource, tag: string | null) => {
      show(next, tag);
      channel.current?.postMessage({ personId: id, avatar: next, etag: tag } satisfies Message);
    },
    [id, show],
  );

  const refresh = useCallback(async () => {
    const before = shown.current;
    const headers: Record<string, string> = etag.current === null ? {} : { 'If-None-Match': etag.current };
    const answer = await request<AvatarResource | undefined>('/api/me/avatar', { headers });
    if (answer.ok && answer.value && shown.current === before) publish(answer.value, answer.etag);
    if (!answer.ok && answer.failure.status === 401) sessionRefused();
  }, [publish]);

  const latest = useCallback(() => ({ avatar: current.current, tag: etag.current }), []);

  useEffect(() => {
    const opened = new BroadcastChannel(CHANNEL);
    opened.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.personId === id) show(data.avatar, data.etag);
    };
    channel.current = opened;
    return () => opened.close();
  }, [id, show]);

  useEffect(() => {
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
    () => ({ person: { id, name, email }, avatar, publish, refresh, latest }),
    [id, name, email, avatar, publish, refresh, latest],
  );
  return <Context value={store}>{children}</Context>;
}

export function useAvatar(): AvatarStore {
  const store = useContext(Context);
  if (!store) throw new Error('useAvatar works below AvatarProvider only.');
  return store;
}
