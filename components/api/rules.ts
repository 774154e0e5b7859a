import type { InputFormat } from '@/lib/imaging/media-types';

/** The current rules for a person's picture. */
export interface UploadRules {
  maxBytes: number;
  formats: readonly InputFormat[];
  /** The policy forbids this person to change the picture. */
  locked: boolean;
  /** The person is an administrator, whom it forbids nothing. */
  exempt: boolean;
  /** Host of the Gravatar service that the server asks. */
  gravatarHost: string;
}
