import { encodePreview } from '@/lib/imaging/encode/preview';
import { decodeSearched, findFirstFraming } from '@/lib/imaging/framing/first-framing';
import type { FaceFinder, FirstFraming, Preview } from '@/lib/imaging/types';
import type { DecodeQueue } from '@/lib/scheduling/decode-queue';
import type { Change, Upload } from './change';
import { validateStillFrame } from './describe';
import type { Permission } from './permission';
import type { Pipeline } from './pipeline';

// Answers for an editor about a file that is not saved yet. Checked like an upload; nothing is stored.

/** The whole picture for a browser that cannot decode the file. @param takesJpeg whether it may be a JPEG, if it is opaque */
export type CreatePreview = (
  change: Change,
  upload: Pick<Upload, 'bytes' | 'accepted' | 'stillFrame'>,
  takesJpeg?: boolean,
) => Promise<Preview>;

/** A crop to begin with. */
export type ProposeFraming = (change: Change, upload: Pick<Upload, 'bytes' | 'accepted'>) => Promise<FirstFraming>;

export interface PreviewParts {
  permission: Permission;
  pipeline: Pipeline;
  decodeQueue: DecodeQueue;
}

export function createPreview({ permission, pipeline, decodeQueue }: PreviewParts): CreatePreview {
  return async (change, upload, takesJpeg) => {
    const source = await pipeline.inspectUpload(await permission.authorize(change), upload);
    const frame = validateStillFrame(upload.stillFrame, source);
    const encoded = await decodeQueue.run(source, (checked, deadline) => encodePreview(checked, deadline, frame, takesJpeg));
    return { ...encoded, width: source.width, height: source.height };
  };
}

/** @param faces null: faces are not searched */
export function createProposeFraming({ permission, pipeline, decodeQueue }: PreviewParts, faces: FaceFinder | null): ProposeFraming {
  return async (change, upload) => {
    const source = await pipeline.inspectUpload(await permission.authorize(change), upload);
    const picture = await decodeQueue.run({ ...source, frames: 1 }, (bytes, deadline) => decodeSearched(bytes, source, deadline));
    // Outside the decode queue: the search needs little memory, and has a thread of its own.
    return findFirstFraming(source, picture, faces);
  };
}
