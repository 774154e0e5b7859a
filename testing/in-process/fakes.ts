import type { DiskSpace } from '@/lib/avatars/ports';
import { storageFull } from '@/lib/errors';
import type { EmbeddedMetadata, HeicDecoder, MetadataReader } from '@/lib/imaging/types';

/** The disk of the data folder. */
export interface FakeDisk extends Pick<DiskSpace, 'isLow' | 'requireRoom' | 'requireRoomToRemove'> {
  /** `removals`: too little room for any other change. `none`: not even for those. */
  room: 'any change' | 'removals' | 'none';
}

export function fakeDisk(): FakeDisk {
  const disk: FakeDisk = {
    room: 'any change',
    isLow: async () => disk.room !== 'any change',
    async requireRoom() {
      if (disk.room !== 'any change') throw storageFull();
    },
    async requireRoomToRemove() {
      if (disk.room === 'none') throw storageFull();
    },
  };
  return disk;
}

/** A metadata reader that finds the same in every file. */
export interface FakeMetadata {
  answer: EmbeddedMetadata | null;
  read: MetadataReader;
}

export function fakeMetadata(): FakeMetadata {
  const metadata: FakeMetadata = {
    answer: { fields: [], place: null, hasThumbnail: false, hasMore: false },
    read: async () => metadata.answer && structuredClone(metadata.answer),
  };
  return metadata;
}

/** A HEIC decoder that finds pixels of one colour in every file. */
export function fakeHeic(width = 120, height = 80, [red, green, blue]: [number, number, number] = [200, 30, 90]): HeicDecoder {
  return async () => {
    const pixels = Buffer.alloc(width * height * 3);
    for (let at = 0; at < pixels.byteLength; at += 3) pixels.set([red, green, blue], at);
    // The core writes a header in front of the pixels and tags behind them, in the same memory.
    const padding = 8192;
    const memory = Buffer.concat([Buffer.alloc(padding), pixels, Buffer.alloc(padding)]);
    return { data: memory.subarray(padding, padding + pixels.byteLength), width, height, channels: 3, padding };
  };
}

/** Log entries, in the order in which they were written. */
export interface LogEntry {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  fields: Record<string, unknown>;
}

export function fakeLog(entries: LogEntry[]) {
  const writer = (level: LogEntry['level']) => (fields: object, message: string) => {
    entries.push({ level, message, fields: { ...fields } });
  };
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') };
}
