import { LRUCache } from 'lru-cache';

/** A bounded table by URL, of whose entries those of one owner can be deleted. */
export interface UrlTable<Owner, Entry> {
  get(url: string): Entry | undefined;
  set(url: string, owner: Owner, entry: Entry): void;
  deleteAllOf(owner: Owner): void;
  clear(): void;
}

/** @param maxUrls evicts the least recently used */
export function createUrlTable<Owner, Entry>(maxUrls: number): UrlTable<Owner, Entry> {
  const urlsOf = new Map<Owner, Set<string>>();
  const entries = new LRUCache<string, { owner: Owner; entry: Entry }>({
    maxSize: maxUrls,
    sizeCalculation: () => 1,
    dispose({ owner }, url) {
      const urls = urlsOf.get(owner);
      urls?.delete(url);
      if (urls?.size === 0) urlsOf.delete(owner);
    },
  });
  return {
    get: (url) => entries.get(url)?.entry,
    set(url, owner, entry) {
      entries.set(url, { owner, entry });
      const urls = urlsOf.get(owner) ?? new Set();
      urlsOf.set(owner, urls.add(url));
    },
    deleteAllOf(owner) {
      for (const url of [...(urlsOf.get(owner) ?? [])]) entries.delete(url);
    },
    clear: () => entries.clear(),
  };
}
