import { lowerBound, requireChangesAllowed } from '@/lib/avatars/policy';
import { AvatarError } from '@/lib/errors';
import { type FilePart, isMultipart, type Multipart, readMultipart } from '@/lib/http/body/multipart';
import { MAX_AVATAR_BYTES, MAX_UPLOAD_BODY_BYTES } from './limits';
import { type Fields, readForm } from './parameters';
import type { SignedIn } from './shared';

export interface UploadForm {
  files: FilePart[];
  fields: Fields;
  /** Most bytes of a file, by Zulip and the policy. */
  limitBytes: number;
}

/** The body of a POST to the avatar: usually a form with a file, but any form may stand for another method. */
export async function readUpload(request: Request, { services }: SignedIn): Promise<UploadForm> {
  const limitBytes = lowerBound(await services.policies.policy(), MAX_AVATAR_BYTES);
  const form: Multipart | { files: []; fields: Fields } = isMultipart(request)
    ? await readMultipart(request, limitBytes, { countPastLarge: MAX_UPLOAD_BODY_BYTES })
    : { files: [], fields: await readForm(request) };
  return { files: form.files, fields: form.fields, limitBytes };
}

/**
 * The one file of an upload, judged in Zulip's order: how many came, whether changes are allowed, how large it is. Parts with one name
 * count as one file, and the last of them is it.
 *
 * @throws AvatarError no_file, several_files, changes_disabled, file_too_large
 */
export async function onlyFile({ files, limitBytes }: UploadForm, { principal, services }: SignedIn): Promise<FilePart> {
  const file = files.at(-1);
  if (!file) throw new AvatarError('no_file', 'Expected multipart/form-data with one file.');
  if (new Set(files.map(({ field }) => field)).size > 1) throw new AvatarError('several_files', 'Expected one file, got several.');
  requireChangesAllowed(await services.policies.policy(), principal);
  if (file.tooLarge) throw new AvatarError('file_too_large', `Expected at most ${limitBytes} bytes.`, { limitBytes });
  return file;
}
