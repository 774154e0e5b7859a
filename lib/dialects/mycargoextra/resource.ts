import type { AvatarState } from '@/lib/avatars/ports';
import { exactUrl } from '@/lib/http/picture-urls';
import type { Size } from '@/lib/imaging/sizes';

/** Side of the picture whose URL the responses contain, in pixels. */
export const REPLY_SIDE = 290 satisfies Size;

/** The URL of that picture. */
export function replyUrl(baseUrl: string, { avatar, generatedKey }: Pick<AvatarState, 'avatar' | 'generatedKey'>): string {
  return exactUrl(baseUrl, avatar, { key: avatar?.key ?? generatedKey, side: REPLY_SIDE, format: 'png' });
}
