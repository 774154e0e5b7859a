import { isAvatarError } from '@/lib/errors';
import type { Avatars } from '../avatars';
import { RENDITIONS, renditionOfPath } from '../paths';
import type { Storage } from '../ports';

export interface RebuildOptions {
  /** Called after each rendition. */
  onProgress?: (counts: Readonly<RebuildCounts>) => void;
  /** Called with failures of single renditions, whose old bytes stay. */
  report: (path: string, error: unknown) => void;
  /** Stops between two renditions. */
  signal?: AbortSignal;
}

export interface RebuildCounts {
  rebuilt: number;
  /** Renditions of pictures that were replaced or removed. The sweeper deletes them. */
  outdated: number;
  failed: number;
}

/** A storage in which no rendition is found, so that each request makes one and stores it in place of the old one. */
export function withoutRenditions(storage: Storage): Storage {
  return { ...storage, get: async (key) => (key.startsWith(RENDITIONS) ? null : storage.get(key)) };
}

/**
 * Makes every stored rendition again. Each put replaces the old bytes at once, so that readers see the old or the new picture.
 * @param avatars a core over {@link withoutRenditions} that no other task uses
 */
export async function rebuildRenditions(
  avatars: Pick<Avatars, 'rendition' | 'settled'>,
  storage: Pick<Storage, 'list'>,
  options: RebuildOptions,
): Promise<RebuildCounts> {
  const { onProgress, report, signal } = options;
  const counts: RebuildCounts = { rebuilt: 0, outdated: 0, failed: 0 };
  for (const paths of await pathsByKey(storage)) {
    // All renditions of one picture after another: its pixels are decoded once.
    for (const path of paths) {
      if (signal?.aborted) return counts;
      const name = renditionOfPath(path);
      try {
        const delivery = name ? await avatars.rendition(name) : { kind: 'missing' };
        // Renditions are stored after they were returned. Without the wait, those to be stored would fill the memory.
        await avatars.settled();
        counts[delivery.kind === 'found' ? 'rebuilt' : 'outdated'] += 1;
      } catch (error) {
        if (!isAvatarError(error)) throw error;
        counts.failed += 1;
        report(path, error);
      }
      onProgress?.(counts);
    }
  }
  return counts;
}

/** Paths of stored renditions, grouped by version. The list is read to its end first: replaced objects could appear in it again. */
async function pathsByKey(storage: Pick<Storage, 'list'>): Promise<Iterable<string[]>> {
  const groups = new Map<string, string[]>();
  for await (const { key: path } of storage.list(RENDITIONS)) {
    const version = path.slice(0, path.lastIndexOf('/'));
    const group = groups.get(version);
    if (group) group.push(path);
    else groups.set(version, [path]);
  }
  return groups.values();
}
