import { type RefObject, useEffect, useRef } from 'react';
import { toast } from 'sonner';
import type { AvatarResource } from '../api/resource';
import { useAvatar } from '../avatar/store';

/** How long Undo is offered, in milliseconds: long enough to find it by keyboard. */
const UNDO_MS = 20_000;

interface Offer {
  id: string | number;
  /** What the page showed when it was made. */
  picture: string;
}

const pictureOf = ({ source, key }: AvatarResource) => `${source} ${key}`;

/**
 * Offers the way back from what was just done. One at a time, and only while the picture that it came to is shown: a way back from an
 * earlier one would take away what came since, also when that came from another tab or client.
 */
export function useUndo(): (done: string, undo: () => Promise<void>) => void {
  const { avatar, latest } = useAvatar();
  const offer = useRef<Offer | null>(null);
  const picture = pictureOf(avatar);

  useEffect(() => {
    if (offer.current?.picture !== picture) withdraw(offer);
  }, [picture]);

  return (done, undo) => {
    withdraw(offer);
    const id = toast(done, { duration: UNDO_MS, action: { label: 'Undo', onClick: () => void undo() } });
    offer.current = { id, picture: pictureOf(latest().avatar) };
  };
}

function withdraw(offer: RefObject<Offer | null>): void {
  if (offer.current) toast.dismiss(offer.current.id);
  offer.current = null;
}
