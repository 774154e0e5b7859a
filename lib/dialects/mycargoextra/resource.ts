import type { Size } from '@/lib/avatars/limits';

/** The size of the picture that replies name, in pixels. */
export const REPLY_SIZE = 290 satisfies Size;
