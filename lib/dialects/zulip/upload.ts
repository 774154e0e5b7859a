import { lowerBound } from '@/lib/avatars/policy';
import type { Policy } from '@/lib/avatars/ports';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { type FilePart, isMultipart, readMultipart } from '@/lib/http/body/multipart';
import { MAX_AVATAR_BYTES, MAX_UPLOAD_BODY_BYTES } from './limits';
import { type Fields, readForm } from './parameters';
import type { SignedIn } from './shared';

export interface UploadForm {
  files: FilePart[];
  fields: Fields;
}

/** An upload with the policy that accepted it. */
export interface CheckedUpload {
  file: FilePart;
  policy: Policy;
}

/** Reads the body of a POST to the avatar: a form with a file, or any form whose field `method` replaces the method. */
export async function readUpload({ body, services: { avatars } }: SignedIn): Promise<UploadForm> {
  if (!isMultipart(body)) return { files: [], fields: await readForm(body) };
  try {
    return await readMultipart(body, MAX_AVATAR_BYTES, { countPastLarge: MAX_UPLOAD_BODY_BYTES });
  } catch (error) {
    if (!isAvatarError(error) || error.code !== 'file_too_large') throw error;
    throw tooLarge(lowerBound(await avatars.policy(), MAX_AVATAR_BYTES));
  }
}

/**
 * The file of an upload, checked in the order of Zulip: number of files, permission to change, size. Parts with the same name count as
 * one file, of which the last is used. The policy is read once, after the body has arrived, so that a change takes effect immediately.
 *
 * @throws AvatarError no_file, several_files, changes_disabled, file_too_large
 */
export async function onlyFile({ files }: UploadForm, { principal, services }: SignedIn): Promise<CheckedUpload> {
  const file = files.at(-1);
  if (!file) throw new AvatarError('no_file', 'Expected multipart/form-data with one file.');
  if (new Set(files.map(({ field }) => field)).size > 1) throw new AvatarError('several_files', 'Expected one file, got several.');
  const policy = await services.avatars.requireUnlocked({ principal, userId: principal.userId });
  const limitBytes = lowerBound(policy, MAX_AVATAR_BYTES);
  if (file.tooLarge || file.bytes.byteLength > limitBytes) throw tooLarge(limitBytes);
  return { file, policy };
}

function tooLarge(limitBytes: number): AvatarError<'file_too_large'> {
  return new AvatarError('file_too_large', `Expected at most ${limitBytes} bytes.`, { limitBytes });
}
