import type { AvatarService, Gravatars } from '@/lib/avatars/ports';
import type { GravatarsParts } from './gravatars';

/** Loads the client, and the HTTP client in it, with the first request. */
export function lazyGravatars(parts: GravatarsParts): Gravatars & AvatarService {
  let loaded: Promise<Gravatars & AvatarService> | undefined;
  const load = () => {
    loaded ??= import('./gravatars').then(({ createGravatars }) => createGravatars(parts));
    return loaded;
  };
  return {
    pictureOf: async (email, signal) => (await load()).pictureOf(email, signal),
    pictureOfHash: async (hash, signal) => (await load()).pictureOfHash(hash, signal),
  };
}
