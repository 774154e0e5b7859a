import { AvatarError, isAvatarError } from '@/lib/errors';
import { isMultipart } from '@/lib/http/body/multipart';
import { defineEndpoint } from '@/lib/http/endpoint';
import { defineForm } from '@/lib/http/forms/define-form';
import { discardBody } from '@/lib/http/forms/discard-body';
import type { SentForm } from '@/lib/http/forms/fields';
import { MAX_DISCARDED_BYTES } from '@/lib/http/limits';
import { createKey, deleteKey } from '../native/account/account';
import { deleteAvatar } from '../native/avatar';
import { native, presentSaved } from '../native/parts';
import { settled } from '../native/preconditions';
import { changeOf, readOwnUpload, saveUpload, wholeUpload } from '../native/upload';

const DAY_MS = 24 * 60 * 60 * 1000;
const PICTURE = '/settings/picture';
const KEYS = '/settings/keys';

/** `PUT /api/me/avatar` for a person who cannot frame the picture: the server proposes the square that the editor would begin with. */
const putFramed = defineEndpoint({
  ...native,
  access: 'person',
  async parse(request, context) {
    if (!isMultipart(context.body)) throw new AvatarError('no_file', 'Expected a form with a file in the field image.');
    const upload = await readOwnUpload(context).catch(async (error) => {
      if (isAvatarError(error) && error.code === 'file_too_large') await discardBody(request, context.body, MAX_DISCARDED_BYTES);
      throw error;
    });
    return { change: changeOf(request, context), upload };
  },
  async core({ change, upload }, context) {
    const { services } = context;
    const bound = await settled(change, services);
    const { crop } = await services.avatars.proposeFraming(bound, await wholeUpload(bound, upload, context));
    return saveUpload(bound, { ...upload, crop }, context, (whole) => services.avatars.replace(bound, whole));
  },
  present: presentSaved,
});

/** `POST /api/forms/picture`: a form with a file. */
export const savePicture = defineForm({
  name: 'picture',
  page: PICTURE,
  endpoint: putFramed,
  next: () => ({ outcome: { done: {} } }),
});

/** `POST /api/forms/picture/remove` */
export const removePicture = defineForm({
  name: 'picture/remove',
  page: PICTURE,
  endpoint: deleteAvatar,
  isRemoval: true,
  next: () => ({ outcome: { done: {} } }),
});

/** `POST /api/forms/keys`: the next page shows the key, and no later one. */
export const addKey = defineForm({
  name: 'keys',
  page: KEYS,
  endpoint: createKey,
  json: ({ fields }) => ({ label: fields.get('label') ?? '', scopes: fields.getAll('scopes'), expiresAt: expiryOf(fields) }),
  kept: ['label', 'lifetime', 'date'],
  next: async (response) => ({ outcome: { done: await response.json() } }),
});

/** `POST /api/forms/keys/revoke?id=…` */
export const revokeKey = defineForm({
  name: 'keys/revoke',
  page: KEYS,
  endpoint: deleteKey,
  params: ({ query }) => ({ id: query.get('id') ?? '' }),
  isRemoval: true,
  next: () => ({ outcome: { done: {} } }),
});

/** The end of the time that was chosen: a number of days, or the last one in UTC; null: none. The schema refuses anything else. */
function expiryOf(fields: SentForm['fields']): string | null {
  const lifetime = fields.get('lifetime') ?? '';
  if (lifetime === '') return null;
  if (lifetime === 'date') return `${fields.get('date')}T23:59:59Z`;
  const end = new Date(Date.now() + Number(lifetime) * DAY_MS);
  return Number.isNaN(end.getTime()) ? lifetime : end.toISOString();
}
