import { useCallback, useEffect, useRef, useState } from 'react';
import { request } from '../../api/request';
import type { KeptAvatar } from '../../api/resource';
import { useAvatar } from '../../avatar/store';
import { useExplain } from '../../texts/use-explain';
import type { Loaded } from '../../ui/loaded-frame';
import { GALLERY_PAGE } from './gallery-skeleton';

/** Tells the other tabs of the browser that a picture was deleted for good, which changes nothing that is shown elsewhere. */
const CHANNEL = 'likeness-gallery';

export interface GalleryPage {
  pictures: KeptAvatar[];
  /** Whether there are older ones. */
  hasMore: boolean;
}

/** The kept pictures, as the server has them after each change by any tab or client. */
export function useGallery() {
  const explain = useExplain();
  const { avatar } = useAvatar();
  const { key, source, alt } = avatar;
  const [loaded, setLoaded] = useState<Loaded<GalleryPage>>({ state: 'loading' });
  const [count, setCount] = useState(GALLERY_PAGE);
  const channel = useRef<BroadcastChannel | null>(null);
  /** The newest request: answers of earlier ones are late. */
  const newest = useRef(0);

  const reload = useCallback(async () => {
    newest.current += 1;
    const number = newest.current;
    // One more tells whether there are older ones.
    const answer = await request<KeptAvatar[]>(`/api/me/avatars?limit=${count + 1}`);
    if (number !== newest.current) return;
    if (answer.ok) {
      setLoaded({ state: 'ready', value: { pictures: answer.value.slice(0, count), hasMore: answer.value.length > count } });
    } else {
      const text = explain.failure(answer.failure);
      // Pictures that are shown stay.
      setLoaded((before) => (before.state === 'ready' ? before : { state: 'failed', text }));
    }
  }, [count, explain]);

  // A change of the picture, by any tab or client, changes the gallery.
  const shown = `${source} ${key} ${alt}`;
  useEffect(() => {
    if (shown) void reload();
  }, [reload, shown]);

  useEffect(() => {
    const opened = new BroadcastChannel(CHANNEL);
    opened.onmessage = () => void reload();
    channel.current = opened;
    const reloadIfVisible = () => {
      if (document.visibilityState === 'visible') void reload();
    };
    document.addEventListener('visibilitychange', reloadIfVisible);
    return () => {
      document.removeEventListener('visibilitychange', reloadIfVisible);
      opened.close();
    };
  }, [reload]);

  return {
    loaded,
    reload,
    showMore: () => setCount(count + GALLERY_PAGE),
    /** Reloads here and in the other tabs. */
    async tell() {
      channel.current?.postMessage(null);
      await reload();
    },
  };
}
