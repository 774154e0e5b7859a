import { lowerBound } from '@/lib/avatars/policy';
import type { AvatarState } from '@/lib/avatars/ports';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { isMultipart, readMultipart } from '@/lib/http/body/multipart';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import type { InputFormat } from '@/lib/imaging/media-types';
import { credentials } from './credentials';
import { myCargoExtraErrors } from './errors';
import { REPLY_SIDE, replyUrl } from './resource';

const NO_STORE = { 'Cache-Control': 'no-store' };

const UPLOADED = 'Avatar uploaded successfully';

/** The formats on the published page. Clients may rely on the refusal of others. */
const ACCEPTED: readonly InputFormat[] = ['jpeg', 'png', 'webp'];

/**
 * `PATCH /api/v1/user/avatar`.
 *
 * The prose of the published page documents `message`, its schema `key_0` … `key_4`. The response has both, so clients of either work.
 */
export const uploadAvatar = defineEndpoint({
  access: 'person',
  credentials,
  errors: myCargoExtraErrors,
  async parse(_request, { principal, body, services }) {
    if (!isMultipart(body)) throw new AvatarError('no_file', 'Expected multipart/form-data with a file in the field avatar.');
    const { files } = await readMultipart(body, lowerBound(await services.policies.policy(), services.maxUploadBytes));
    const [file, ...others] = files.filter(({ field }) => field === 'avatar');
    if (others.length > 0) throw new AvatarError('several_files', `Expected one file in the field avatar, got ${others.length + 1}.`);
    if (!file) throw new AvatarError('no_file', 'Expected a file in the field avatar.');
    const change = { principal, userId: principal.userId };
    return { change, upload: { bytes: file.bytes, fileName: file.fileName, accepted: ACCEPTED, via: 'mycargoextra' as const } };
  },
  async core({ change, upload }, { services }) {
    const state = await services.avatars.replace(change, upload);
    return { id: state.avatar?.id, address: await addressOf(state, services) };
  },
  present({ id, address }) {
    if (id === undefined || address === null)
      return Response.json({ message: 'Error uploading image' }, { status: 400, headers: NO_STORE });
    const body = {
      message: UPLOADED,
      key_0: id,
      key_1: UPLOADED,
      key_2: 200,
      key_3: address,
      key_4: true,
    };
    return Response.json(body, { headers: NO_STORE });
  },
});

/** Errors that have nothing to do with the picture. */
const PASSING: readonly AvatarError['code'][] = ['busy', 'database_unavailable'];

/** The URL of the stored picture; null if it is missing, for example because the account was deleted in the meantime. */
async function addressOf(state: AvatarState, { avatars, baseUrl }: Services): Promise<string | null> {
  if (!state.avatar) return null;
  try {
    const { kind } = await avatars.rendition({ key: state.avatar.key, size: REPLY_SIDE, format: 'png' });
    return kind === 'missing' ? null : replyUrl(baseUrl, state);
  } catch (error) {
    if (!isAvatarError(error)) throw error;
    // The picture is saved and its URL is valid: a later request renders it.
    return PASSING.includes(error.code) ? replyUrl(baseUrl, state) : null;
  }
}
