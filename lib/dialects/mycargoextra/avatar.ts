import { AvatarError } from '@/lib/avatars/errors';
import type { InputFormat } from '@/lib/avatars/limits';
import { lowerCeiling } from '@/lib/avatars/policy';
import { mediaUrl } from '../addresses';
import { defineEndpoint } from '../endpoint';
import { isMultipart, readMultipart } from '../multipart';
import { credentials } from './credentials';
import { myCargoExtraErrors } from './errors';
import { REPLY_SIZE } from './resource';

const UPLOADED = 'Avatar uploaded successfully';

/** The page promises JPEG, PNG and WEBP, and its clients may rely on the refusal of others. */
const ACCEPTED: readonly InputFormat[] = ['jpeg', 'png', 'webp'];

/**
 * `PATCH /api/v1/user/avatar`.
 *
 * The published page says in prose that the reply has `message`, and in its schema that it has `key_0` … `key_4`. Nothing forbids
 * both, so that readers of either find what they look for.
 */
export const uploadAvatar = defineEndpoint({
  access: 'person',
  credentials,
  errors: myCargoExtraErrors,
  async parse(request, { principal, services }) {
    if (!isMultipart(request)) throw new AvatarError('no_file', 'Expected multipart/form-data with a file in the field avatar.');
    const { files } = await readMultipart(request, lowerCeiling(await services.policies.policy(), services.maxUploadBytes));
    const file = files.findLast(({ field }) => field === 'avatar');
    if (!file) throw new AvatarError('no_file', 'Expected a file in the field avatar.');
    const change = { principal, userId: principal.userId };
    return { change, upload: { bytes: file.bytes, fileName: file.fileName, accepted: ACCEPTED } };
  },
  core: ({ change, upload }, { services }) => services.avatars.replace(change, upload),
  present({ avatar }, _request, { services }) {
    if (!avatar) return Response.json({ message: 'Error uploading image' }, { status: 400 });
    const body = {
      message: UPLOADED,
      key_0: avatar.id,
      key_1: UPLOADED,
      key_2: 200,
      key_3: mediaUrl(services.baseUrl, { key: avatar.key, size: REPLY_SIZE, format: 'png' }),
      key_4: true,
    };
    return Response.json(body, { headers: { 'Cache-Control': 'no-store' } });
  },
});
