import { createHash, randomBytes } from 'node:crypto';
import type { Source } from '@/lib/imaging/decode/source';
import { partOf, visibleText } from '@/lib/text';
import { MAX_FILE_NAME_LENGTH } from './limits';
import type { Avatar, NewAvatar } from './ports';

/** A random key of 40 hexadecimal characters for a version or an original. URLs with it reveal nothing and cannot be guessed. */
export function newKey(): string {
  return randomBytes(20).toString('hex');
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The file name for display: without folders, which some clients send, and without control characters. */
function cleanFileName(fileName: string | undefined): string {
  const base = (fileName ?? '').split(/[\\/]/).at(-1) ?? '';
  return partOf(visibleText(base.replaceAll(/\p{Cc}/gu, '')), 0, MAX_FILE_NAME_LENGTH) || 'picture';
}

/** The record of a fresh upload. */
export function uploadRecord(
  source: Source,
  fields: RecordFields & Pick<NewAvatar, 'sourceSha256' | 'via'> & { fileName: string | undefined },
): NewAvatar {
  const { bytes, format, width, height, frames, hasUnsupportedAnimation } = source;
  return {
    ...fields,
    ...(hasUnsupportedAnimation && UNSUPPORTED_ANIMATION),
    key: newKey(),
    originalKey: newKey(),
    fileName: cleanFileName(fields.fileName),
    sourceBytes: bytes.byteLength,
    format,
    width,
    height,
    frames,
  };
}

/** The record of a reframed picture: another version of the same original. */
export function reframedRecord({ id, userId, createdAt, removedAt, ...version }: Avatar, fields: RecordFields): NewAvatar {
  return { ...version, ...fields, ...(version.animationDropped === 'format' && UNSUPPORTED_ANIMATION), key: newKey() };
}

/** The original is an animation of a format whose frames are not read. */
const UNSUPPORTED_ANIMATION: Pick<NewAvatar, 'animation' | 'animationDropped'> = { animation: 'dropped', animationDropped: 'format' };

type RecordFields = Pick<
  NewAvatar,
  'crop' | 'framed' | 'alt' | 'thumbhash' | 'color' | 'background' | 'stillFrame' | 'animation' | 'animationDropped'
>;
