import type { KeptPicture } from '@/lib/avatars/delivery/picture-memory';

/** Sources of a response besides path, query and `Accept`. It may be stored until that changes. */
export interface MadeFrom {
  /** The person whose picture it shows, or the hash of an e-mail address that has no account. */
  owner: { userId: number } | { hash: string };
  /** The body, if it is a picture in memory. Other bodies are copied. */
  picture?: KeptPicture;
}

/** For a response that depends on a picture alone. @returns null for a picture that is not in memory */
export function madeFromPicture(picture: KeptPicture | undefined): MadeFrom | null {
  return picture?.userId === undefined ? null : { owner: { userId: picture.userId }, picture };
}
