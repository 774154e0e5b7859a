import { encodePreview } from '@/lib/imaging/encode/preview';
import type { Preview } from '@/lib/imaging/types';
import type { DecodeQueue } from '@/lib/scheduling/decode-queue';
import type { Change, Upload } from './change';
import type { Permission } from './permission';
import type { Pipeline } from './pipeline';

/** The whole picture for a browser that cannot decode the file. Checked like an upload; nothing is stored. */
export type CreatePreview = (change: Change, upload: Pick<Upload, 'bytes' | 'accepted'>) => Promise<Preview>;

export interface PreviewParts {
  permission: Permission;
  pipeline: Pipeline;
  decodeQueue: DecodeQueue;
}

export function createPreview({ permission, pipeline, decodeQueue }: PreviewParts): CreatePreview {
  return async (change, upload) => {
    const source = await pipeline.inspectUpload(await permission.authorize(change), upload);
    return { bytes: await decodeQueue.run(source, encodePreview), width: source.width, height: source.height };
  };
}
