import type { InputFormat } from '@/lib/imaging/media-types';

/** What holds for a person's picture at present. */
export interface UploadRules {
  maxBytes: number;
  formats: readonly InputFormat[];
  /** This person may not change the picture: the administrator says so. */
  locked: boolean;
  /** Whom the server asks for pictures that people have at Gravatar. */
  gravatarHost: string;
}
