import type { Storage } from '@/lib/avatars/ports';

/** The keys of all objects below a prefix, in order. */
export async function keysBelow(storage: Storage, prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list(prefix)) keys.push(key);
  return keys.sort();
}

/** The object with a key, as text; undefined if there is none. */
export async function textAt(storage: Storage, key: string): Promise<string | undefined> {
  const bytes = await storage.get(key);
  return bytes ? Buffer.from(bytes).toString() : undefined;
}

/** The bytes of a text. */
export const text = (words: string) => new TextEncoder().encode(words);
