import type { InputFormat } from '@/lib/imaging/media-types';

/** The current rules for a person's picture. */
export interface UploadRules {
  maxBytes: number;
  /** Files above this size are sent to the store; null: its store takes none. */
  directUploadBytes: number | null;
  formats: readonly InputFormat[];
  /** The person cannot change the picture. */
  locked: boolean;
  /** An administrator has locked this picture, whatever the policy is. */
  ownLock: boolean;
  /** The person is an administrator, whom it forbids nothing. */
  exempt: boolean;
  /** Host of the Gravatar service that the server asks. */
  gravatarHost: string;
  /** Whether the server fetches pictures from addresses. */
  fetchesAddresses: boolean;
  /** Name of the provider that has a picture of the person; null: none has. */
  directory: string | null;
}
