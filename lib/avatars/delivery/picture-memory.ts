import { LRUCache } from 'lru-cache';

export type Bytes = Uint8Array<ArrayBuffer>;

/** Encoded pictures in memory. What they show is public, and they are shared: callers must not write to them. */
export interface PictureMemory {
  get(name: string): KeptPicture | undefined;
  /**
   * @param name unique among all pictures and all their sizes
   * @param userId whose picture it is; undefined for drawings, which never change
   */
  set(name: string, bytes: Bytes, userId?: number): KeptPicture;
  /** Forgets the pictures of a person, because they show another one; without an id, those of all people. */
  forget(userId?: number): void;
}

/** A picture in memory. */
export interface KeptPicture {
  readonly name: string;
  readonly bytes: Bytes;
  readonly userId: number | undefined;
  /** Whether it is still in memory, so that others may refer to its bytes. */
  isKept: boolean;
  /** Counts as a use, which postpones its eviction. */
  touch(): void;
}

/** One picture may take this part of the memory, so that a few large ones cannot displace all others. */
const LARGEST_PART = 1 / 32;

/** @param capacityBytes of the pictures; each takes some 300 bytes more */
export function createPictureMemory(capacityBytes: number): PictureMemory {
  const namesOf = new Map<number, Set<string>>();
  const pictures = new LRUCache<string, KeptPicture>({
    maxSize: capacityBytes,
    maxEntrySize: Math.max(1, Math.floor(capacityBytes * LARGEST_PART)),
    sizeCalculation: ({ bytes }) => Math.max(1, bytes.byteLength),
    dispose(picture) {
      picture.isKept = false;
      const { name, userId } = picture;
      if (userId === undefined) return;
      const names = namesOf.get(userId);
      names?.delete(name);
      if (names?.size === 0) namesOf.delete(userId);
    },
  });

  function forget(userId: number): void {
    for (const name of [...(namesOf.get(userId) ?? [])]) pictures.delete(name);
  }

  return {
    get: (name) => pictures.get(name),
    set(name, bytes, userId) {
      const picture: KeptPicture = { name, bytes, userId, isKept: true, touch: () => void pictures.get(name) };
      pictures.set(name, picture);
      // Too large to be kept.
      if (pictures.peek(name) !== picture) picture.isKept = false;
      else if (userId !== undefined) namesOf.set(userId, (namesOf.get(userId) ?? new Set()).add(name));
      return picture;
    },
    forget(userId) {
      if (userId !== undefined) forget(userId);
      else for (const id of [...namesOf.keys()]) forget(id);
    },
  };
}
