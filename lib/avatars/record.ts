import { createHash, randomBytes } from 'node:crypto';
import type { Source } from '@/lib/imaging/decode/source';
import { visibleText } from '@/lib/text';
import { MAX_FILE_NAME_LENGTH } from './limits';
import type { Avatar, NewAvatar } from './ports';

/** Names a version or an original: 40 hexadecimal characters of chance, so that no address tells anything or can be guessed. */
export function newKey(): string {
  return randomBytes(20).toString('hex');
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The name as the person sees it: without folders, which some clients send, and without control characters. */
export function cleanFileName(fileName: string | undefined): string {
  const base = (fileName ?? '').split(/[\\/]/).at(-1) ?? '';
  return visibleText(base.replaceAll(/\p{Cc}/gu, '')).slice(0, MAX_FILE_NAME_LENGTH) || 'picture';
}

/** The record of a fresh upload. */
export function uploadRecord(source: Source, fields: RecordFields & { fileName: string | undefined }): NewAvatar {
  const { bytes, format, width, height, frames, hasUnsupportedAnimation } = source;
  return {
    ...fields,
    ...(hasUnsupportedAnimation && UNSUPPORTED_ANIMATION),
    key: newKey(),
    originalKey: newKey(),
    fileName: cleanFileName(fields.fileName),
    sourceSha256: sha256(bytes),
    sourceBytes: bytes.byteLength,
    format,
    width,
    height,
    frames,
  };
}

/** The record of an upload that was framed anew: another version of the same original. */
export function reframedRecord({ id, userId, createdAt, removedAt, ...version }: Avatar, fields: RecordFields): NewAvatar {
  return { ...version, ...fields, ...(version.animationDropped === 'format' && UNSUPPORTED_ANIMATION), key: newKey() };
}

/** What renditions do not show: that the original moves. */
const UNSUPPORTED_ANIMATION: Pick<NewAvatar, 'animation' | 'animationDropped'> = { animation: 'dropped', animationDropped: 'format' };

type RecordFields = Pick<NewAvatar, 'crop' | 'framed' | 'alt' | 'thumbhash' | 'color' | 'background' | 'animation' | 'animationDropped'>;
