import type { AvatarResource } from '../api/resource';
import { cn } from '../ui/cn';
import { sourceSet } from './source-set';

export interface AvatarProps {
  avatar: AvatarResource;
  /** Whose it is: what screen readers say when its owner wrote no description. */
  name: string;
  /** Side in CSS pixels. */
  size: number;
  className?: string;
  testId?: string;
}

/** Somebody's picture, sharp at any pixel ratio. */
export function Avatar({ avatar, name, size, className, testId }: AvatarProps) {
  return (
    <img
      {...sourceSet(avatar, size)}
      width={size}
      height={size}
      alt={avatar.alt || name}
      decoding="async"
      draggable={false}
      data-testid={testId}
      className={cn('shrink-0 rounded-full bg-sunken object-cover ring-1 ring-ink/10', className)}
    />
  );
}
