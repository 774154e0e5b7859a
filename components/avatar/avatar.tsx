import type { AvatarResource } from '../api/resource';
import { cn } from '../ui/cn';
import { sourceSet, stillSourceSet } from './source-set';

export interface AvatarProps {
  avatar: AvatarResource;
  /** Whose it is: what screen readers say when its owner wrote no description. */
  name: string;
  /** Side in CSS pixels. */
  size: number;
  /** Whether an animation shows its first frame only, as beside text that is read. */
  still?: boolean;
  className?: string;
  testId?: string;
}

/** Somebody's picture, sharp at any pixel ratio. Those who asked their system for less motion do not even load one that moves. */
export function Avatar({ avatar, name, size, still = false, className, testId }: AvatarProps) {
  const stills = avatar.animated ? stillSourceSet(avatar, size) : undefined;
  return (
    <picture className="contents">
      {stills && !still && <source media="(prefers-reduced-motion: reduce)" srcSet={stills.srcSet} />}
      <img
        {...((still && stills) || sourceSet(avatar, size))}
        width={size}
        height={size}
        alt={avatar.alt || name}
        decoding="async"
        draggable={false}
        data-testid={testId}
        className={cn('shrink-0 rounded-full bg-sunken object-cover ring-1 ring-ink/10', className)}
      />
    </picture>
  );
}
