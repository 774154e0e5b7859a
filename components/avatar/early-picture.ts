import type { AvatarResource } from '../api/resource';
import { headerSourceSet } from './source-set';

/** The pixels of a picture that was just saved, for the time in which its files load. */
export interface EarlyPicture {
  image: HTMLImageElement;
  avatar: AvatarResource;
}

/** Loads the file for the header, and calls `done` when it can replace the early picture without a gap. @returns a function that stops it */
export function untilLoaded({ avatar }: EarlyPicture, done: () => void): () => void {
  const file = new Image();
  const { src, srcSet } = headerSourceSet(avatar);
  file.srcset = srcSet;
  file.src = src;
  let isStopped = false;
  // After a failure the header shows that of the server too, as it does without an early picture.
  const end = () => isStopped || done();
  file.decode().then(end, end);
  return () => {
    isStopped = true;
  };
}
