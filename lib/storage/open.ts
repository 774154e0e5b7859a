import type { DiskSpace, Storage } from '@/lib/avatars/ports';
import { boundedStorage } from './bounded';
import { reservingStorage } from './disk-space';
import { filesystemStorage } from './filesystem/filesystem';
import type { StorageSettings } from './settings';

export interface OpenStorageOptions {
  /** Where the filesystem storage keeps its files. */
  folder: string;
  /** Key prefix of originals, which older releases stored without a checksum. */
  originals: string;
  /** Key prefix of renditions, which may be public. */
  renditions: string;
  /** Space of the disk of `folder`; undefined: not counted. */
  diskSpace?: Pick<DiskSpace, 'withRoomFor'>;
}

/** Opens the storage of the settings. Drivers of remote stores are loaded only here: the default neither waits for them nor keeps them. */
export async function openStorage(settings: StorageSettings, options: OpenStorageOptions): Promise<Storage> {
  if (settings.kind === 's3') {
    const { s3Storage } = await import('./s3');
    return s3Storage(settings, { publicPrefix: options.renditions });
  }
  if (settings.kind === 'vercel-blob') {
    const { blobStorage } = await import('./vercel-blob');
    return blobStorage(settings);
  }
  const files = boundedStorage(filesystemStorage(options.folder, { withoutHeader: options.originals }));
  return options.diskSpace ? reservingStorage(files, options.diskSpace) : files;
}
