import { clsx } from 'clsx';
import type { AvatarResource } from '../api/resource';
import { sourceSet, stillSourceSet } from './source-set';

export interface AvatarProps {
  avatar: AvatarResource;
  /** The owner's name: the alternative text if the picture has no description. */
  name: string;
  /** Side in CSS pixels. */
  size: number;
  /** Whether an animation shows only its first frame, as beside text. */
  still?: boolean;
  /** Shown in place of the files of the picture, which load. */
  early?: HTMLImageElement | null;
  className?: string;
  testId?: string;
}

/** A person's picture, sharp at any pixel ratio. With reduced motion the browser does not load the animation. */
export function Avatar({ avatar, name, size, still = false, early = null, className, testId }: AvatarProps) {
  const stills = avatar.animated ? stillSourceSet(avatar, size) : undefined;
  return (
    <picture className="contents">
      {stills && !still && <source media="(prefers-reduced-motion: reduce)" srcSet={stills.srcSet} />}
      <img
        {...(early ? { src: early.src } : (still && stills) || sourceSet(avatar, size))}
        width={size}
        height={size}
        alt={avatar.alt || name}
        decoding={early ? 'sync' : 'async'}
        draggable={false}
        data-testid={testId}
        className={clsx('shrink-0 rounded-full bg-sunken object-cover ring-1 ring-ink/10', className)}
      />
    </picture>
  );
}
