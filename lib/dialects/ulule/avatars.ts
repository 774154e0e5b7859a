import type { Principal } from '@/lib/accounts/ports';
import type { Change, Upload } from '@/lib/avatars/change';
import { lowerBound } from '@/lib/avatars/policy';
import type { AvatarState } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import type { RequestBody } from '@/lib/http/body/body';
import { idFrom } from '@/lib/http/body/fields';
import { isMultipart, readMultipart } from '@/lib/http/body/multipart';
import { type Context, defineEndpoint } from '@/lib/http/endpoint';
import type { InputFormat } from '@/lib/imaging/media-types';
import { json, reading, viewOf, writing, wrongField } from './parts';
import { avatarResource, forgivesCredentials } from './resource';

/** "Format must be GIF, JPEG or PNG". */
const ACCEPTED: readonly InputFormat[] = ['gif', 'jpeg', 'png'];

/** "Size must be less than 5MB", with MB as a million bytes. */
const MAX_BYTES = 4_999_999;

/** `POST /v1/users/:id/avatars` */
export const createAvatar = defineEndpoint({
  ...writing,
  async parse(request, context) {
    const state = await own(context);
    if (state.avatar) throw wrongField('image', 'You already have an avatar. Update or delete that one.');
    // Of two concurrent requests, the second finds a changed version.
    const change: Change = { ...changeOf(context), expectedVersion: state.version };
    const upload = await readImage(request, context);
    if (!upload) throw new AvatarError('no_file', 'Expected a file in the field image.');
    return { change, upload };
  },
  core: ({ change, upload }, { services }) => services.avatars.replace(change, upload),
  present: (state, request, context) => json(avatarResource(state, viewOf(request, context)), 201),
});

/** `PATCH /v1/avatars/:id`. Without an image, nothing changes, since the published page does not require one. */
export const updateAvatar = defineEndpoint({
  ...writing,
  async parse(request, context) {
    requireUpload(await own(context));
    return { change: changeOf(context), upload: await readImage(request, context) };
  },
  core: ({ change, upload }, { services: { avatars } }) => (upload ? avatars.replace(change, upload) : avatars.reframe(change, {})),
  present: (state, request, context) => json(avatarResource(state, viewOf(request, context))),
});

/** `DELETE /v1/avatars/:id` */
export const deleteAvatar = defineEndpoint({
  ...writing,
  async parse(_request, context) {
    requireUpload(await own(context));
    return changeOf(context);
  },
  core: (change, { services }) => services.avatars.remove(change),
  present: () => new Response(null, { status: 204 }),
});

/** `GET /v1/avatars/:id`. Public, because the picture is. */
export const getAvatar = defineEndpoint({
  ...reading,
  access: 'anyone',
  ignoresCredentials: (_error, request) => forgivesCredentials(request),
  parse: (_request, { params }) => idFrom(params),
  core: async (id, { services }) => requireUpload(await services.avatars.stateOf(id)),
  present: (state, request, context) => json(avatarResource(state, viewOf(request, context))),
});

/**
 * Returns the state of the person in the path if that is the client.
 * @throws AvatarError not_found, forbidden
 */
async function own(context: Context<Principal>): Promise<AvatarState> {
  const { principal, params, services } = context;
  const state = await services.avatars.stateOf(idFrom(params));
  if (state.person.id !== principal.userId) throw new AvatarError('forbidden', 'Only the owner can change an avatar.');
  return state;
}

function changeOf({ principal }: Context<Principal>): Change {
  return { principal, userId: principal.userId };
}

/** @throws AvatarError not_found, since a generated avatar cannot be changed or deleted */
function requireUpload(state: AvatarState): AvatarState {
  if (state.avatar) return state;
  throw new AvatarError('not_found', `Avatar ${state.person.id} not found.`);
}

/** The file in the field `image`; undefined if the form lacks that field or there is no body. */
async function readImage(request: Request, { body, services }: Context): Promise<Upload | undefined> {
  if (hasNoBody(request, body)) return undefined;
  if (!isMultipart(body)) throw new AvatarError('malformed_body', 'Expected multipart/form-data.');
  const { files, fields } = await readMultipart(body, lowerBound(await services.policies.policy(), MAX_BYTES));
  const images = files.filter(({ field }) => field === 'image');
  if (images.length > 1) throw new AvatarError('several_files', `Expected one file in the field image, got ${images.length}.`);
  const [image] = images;
  if (image) return { bytes: image.bytes, fileName: image.fileName, accepted: ACCEPTED, via: 'ulule' };
  if (fields.has('image')) throw wrongField('image', 'Expected a file in the field image, got text.', 'TypeError');
  return undefined;
}

/** Decides by the headers (RFC 9112 section 6.3), since Next.js passes a stream even for an empty body. */
function hasNoBody({ headers }: Request, { announcedBytes = 0 }: RequestBody): boolean {
  return !headers.has('transfer-encoding') && announcedBytes === 0;
}
