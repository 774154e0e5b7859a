import { useState } from 'react';
import type { AvatarResource } from '../api/resource';
import { useAvatar } from '../avatar/store';

/** A way back from what was just done. */
export interface Undo {
  run: () => Promise<void>;
  /** What the page showed when it was offered. */
  picture: string;
}

const pictureOf = ({ source, key }: AvatarResource) => `${source} ${key}`;

/**
 * Offers the way back from what was just done, beside the words that say what it was: there it covers nothing, and stays as long as it takes
 * to find it. One at a time, and only while the picture that it came to is shown: a way back from an earlier one would take away what came
 * since, also when that came from another tab or client.
 */
export function useUndo(): { undo: (() => void) | null; offerUndo: (run: () => Promise<void>) => void } {
  const { avatar, latest } = useAvatar();
  const [offer, setOffer] = useState<Undo | null>(null);
  const isCurrent = offer?.picture === pictureOf(avatar);
  const undo = () => {
    setOffer(null);
    void offer?.run();
  };
  return {
    undo: isCurrent ? undo : null,
    offerUndo: (run) => setOffer({ run, picture: pictureOf(latest().avatar) }),
  };
}
