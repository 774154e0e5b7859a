import { z } from 'zod';
import type { Principal } from '@/lib/avatars/accounts';
import { AvatarError } from '@/lib/avatars/errors';
import { FORMATS } from '@/lib/avatars/limits';
import type { Change, Upload } from '@/lib/avatars/pipeline';
import { lowerCeiling } from '@/lib/avatars/policy';
import { readBytes, readJson } from '../body';
import { tagMatches } from '../conditional';
import { type Context, defineEndpoint } from '../endpoint';
import { idFrom, parseFields } from '../fields';
import { isMultipart, readMultipart } from '../multipart';
import { native, presentOwn, presentSaved, presentState } from './parts';
import { expectedVersion, versionResource } from './resource';

const crop = z.object({
  x: z.number('Expected a number.'),
  y: z.number('Expected a number.'),
  width: z.number('Expected a number.'),
  height: z.number('Expected a number.'),
  rotate: z.number('Expected a number.').default(0),
});

/** `GET /api/me/avatar` */
export const getAvatar = defineEndpoint({
  ...native,
  access: 'person',
  parse: () => null,
  core: (_command, { principal, services }) => services.avatars.own(principal),
  present: presentOwn,
});

/** `GET /api/users/{id}/avatar` */
export const getUserAvatar = defineEndpoint({
  ...native,
  access: 'anyone',
  parse: (_request, { params }) => idFrom(params),
  core: (userId, { services }) => services.avatars.stateOf(userId),
  present: (state, request, { services }) => presentState(state, request, services, false, 'public, no-cache'),
});

/** `PUT /api/me/avatar`: a form with `image`, `crop` and `alt`, or the bytes alone. */
export const putAvatar = defineEndpoint({
  ...native,
  access: 'person',
  // What the file said of places and people is told, and not kept.
  idempotent: { without: ['removed'] },
  async parse(request, context) {
    const change = changeOf(request, context);
    const upload = isMultipart(request) ? await formUpload(request, context) : await rawUpload(request, context);
    return { change, upload };
  },
  core: ({ change, upload }, { services }) => services.avatars.replace(change, upload),
  present: presentSaved,
});

/** `POST /api/me/avatar/preview`: what an upload would look like, for browsers that cannot show it themselves. Nothing is saved. */
export const previewAvatar = defineEndpoint({
  ...native,
  access: 'person',
  parse: async (request, context) => ({
    change: changeOf(request, context),
    upload: isMultipart(request) ? await formUpload(request, context) : await rawUpload(request, context),
  }),
  core: ({ change, upload }, { services }) => services.avatars.preview(change, upload),
  present: ({ bytes, width, height }) =>
    new Response(bytes, {
      headers: {
        'Content-Type': 'image/webp',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
        'X-Picture-Width': String(width),
        'X-Picture-Height': String(height),
      },
    }),
});

/** `PATCH /api/me/avatar` */
export const patchAvatar = defineEndpoint({
  ...native,
  access: 'person',
  idempotent: true,
  async parse(request, context) {
    const change = changeOf(request, context);
    const edit = parseFields(
      z.strictObject({
        crop: crop.optional(),
        alt: z.string('Expected text.').optional(),
        background: z.string('Expected a colour such as #ffffff.').optional(),
      }),
      await readJson(request),
    );
    return { change, edit };
  },
  core: ({ change, edit }, { services }) => services.avatars.edit(change, edit),
  present: presentOwn,
});

/** `PUT /api/me/avatar/gravatar`: what Gravatar has for the person's address, fetched now. */
export const putGravatar = defineEndpoint({
  ...native,
  access: 'person',
  idempotent: true,
  parse: changeOf,
  core: (change, { services }) => services.avatars.showGravatar(change),
  present: presentOwn,
});

/** `DELETE /api/me/avatar` */
export const deleteAvatar = defineEndpoint({
  ...native,
  access: 'person',
  parse: changeOf,
  core: (change, { services }) => services.avatars.remove(change),
  present: () => new Response(null, { status: 204 }),
});

/** `GET /api/me/avatars` */
export const listVersions = defineEndpoint({
  ...native,
  access: 'person',
  parse: () => null,
  async core(_command, { principal, services: { avatars } }) {
    const [state, history] = await Promise.all([avatars.stateOf(principal.userId), avatars.history(principal)]);
    return history.map((avatar) => versionResource(avatar, state.avatar?.id));
  },
  present: (versions) => Response.json(versions, { headers: { 'Cache-Control': 'private, no-store' } }),
});

/** `POST /api/me/avatars/{id}/restore` */
export const restoreVersion = defineEndpoint({
  ...native,
  access: 'person',
  parse: (request, context) => ({ change: changeOf(request, context), avatarId: idFrom(context.params) }),
  core: ({ change, avatarId }, { services }) => services.avatars.restore(change, avatarId),
  present: presentOwn,
});

/** `GET /api/me/avatar/original` */
export const getOriginal = defineEndpoint({
  ...native,
  access: 'person',
  parse: () => null,
  core: (_command, { principal, services }) => services.avatars.original(principal),
  present({ avatar, bytes }, request) {
    const headers = {
      'Content-Type': FORMATS[avatar.format].mime,
      // These are a stranger's bytes: they are kept from becoming a page of ours, whatever they are made of.
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(avatar.fileName)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-cache',
      ETag: `"${avatar.originalKey}"`,
    };
    if (tagMatches(request, headers.ETag)) return new Response(null, { status: 304, headers });
    return new Response(bytes, { headers });
  },
});

function changeOf(request: Request, { principal }: Context<Principal>): Change {
  return { principal, userId: principal.userId, expectedVersion: expectedVersion(request, principal.userId), signal: request.signal };
}

async function rawUpload(request: Request, { services }: Context): Promise<Upload> {
  const bytes = await readBytes(request, lowerCeiling(await services.policies.policy(), services.maxUploadBytes));
  if (bytes.byteLength === 0) throw new AvatarError('no_file', 'Expected the picture as the body, or a form with the field image.');
  return { bytes };
}

async function formUpload(request: Request, { services }: Context): Promise<Upload> {
  const { files, fields } = await readMultipart(request, lowerCeiling(await services.policies.policy(), services.maxUploadBytes));
  const images = files.filter((file) => file.field === 'image');
  const [image] = images;
  if (!image) throw new AvatarError('no_file', 'Expected a file in the field image.');
  if (images.length > 1) throw new AvatarError('several_files', `Expected one file in the field image, got ${images.length}.`);
  const cropText = fields.get('crop');
  return {
    bytes: image.bytes,
    fileName: image.fileName,
    crop: cropText === undefined ? undefined : parseFields(z.object({ crop }), { crop: parseJson(cropText) }).crop,
    alt: fields.get('alt'),
    background: fields.get('background'),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const message = 'Expected JSON such as {"x":0,"y":0,"width":100,"height":100,"rotate":0}.';
    throw new AvatarError('invalid_request', `crop: ${message}`, { fields: { crop: message } });
  }
}
