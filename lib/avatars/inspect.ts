import { decodeHeader } from '@/lib/imaging/decode/header';
import type { Source } from '@/lib/imaging/decode/source';
import { detectFormat } from '@/lib/imaging/formats/detect';
import type { Upload } from './change';

/**
 * Reads the header of an upload, for an API that words its refusals by it or has bounds of its own. The policy is not applied: pass the
 * result to `replace` as `Upload.inspected`, which applies it.
 *
 * @throws AvatarError empty_file, unsupported_format, too_complex, corrupt_image
 */
export type Inspect = (upload: Pick<Upload, 'bytes' | 'accepted'>) => Promise<Source>;

export const inspect: Inspect = ({ bytes, accepted }) => decodeHeader(bytes, accepted);

/** Whether the first bytes are those of a format that can be decoded. The rest of the file may be anything. */
export function startsLikePicture(bytes: Uint8Array): boolean {
  return detectFormat(bytes).formats.length > 0;
}
