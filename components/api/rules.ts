import type { InputFormat } from '@/lib/avatars/limits';

/** What an upload must keep to at present, as `GET /api/limits` has it. */
export interface UploadRules {
  maxBytes: number;
  formats: readonly InputFormat[];
  /** This person may not change the picture: the administrator says so. */
  locked: boolean;
}
