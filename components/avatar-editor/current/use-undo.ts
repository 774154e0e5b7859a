import { useState } from 'react';
import type { AvatarResource } from '../../api/resource';
import { useAvatar } from '../../avatar/store';

/** An undo of the last action. */
export interface Undo {
  run: () => Promise<unknown>;
  /** Key of the picture that the page showed when the undo was offered. */
  picture: string;
}

const pictureOf = ({ source, key }: AvatarResource) => `${source} ${key}`;

/**
 * Offers to undo the last action. Only one at a time, and only while the resulting picture is shown: a later undo would also revert changes
 * made since, also by other tabs or clients.
 */
export function useUndo(): { undo: (() => void) | null; offerUndo: (run: () => Promise<unknown>) => void; withdrawUndo: () => void } {
  const { avatar, latest } = useAvatar();
  const [offer, setOffer] = useState<Undo | null>(null);
  const isCurrent = offer?.picture === pictureOf(avatar);
  const undo = () => {
    setOffer(null);
    void offer?.run();
  };
  return {
    undo: isCurrent ? undo : null,
    withdrawUndo: () => setOffer(null),
    offerUndo: (run) => setOffer({ run, picture: pictureOf(latest().avatar) }),
  };
}
