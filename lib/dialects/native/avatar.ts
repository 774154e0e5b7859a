import { readJson } from '@/lib/http/body/body';
import { idFrom, parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { acceptsByName } from '@/lib/http/negotiation';
import { OUTPUT_FORMATS } from '@/lib/imaging/media-types';
import { native, presentOwn, presentPreview, presentSaved, presentState } from './parts';
import { settled } from './preconditions';
import { gravatarChoice } from './schemas';
import { changeOf, readOwnUpload, readUpload, requireDirectUploads, saveUpload, wholeUpload } from './upload';
import { avatarChange, newUpload, type ProposedFraming, type UploadTicket } from './upload-schemas';

/** `GET /api/me/avatar` */
export const getAvatar = defineEndpoint({
  ...native,
  nodeAdapter: true,
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
  nodeAdapter: true,
  core: (userId, { services }) => services.avatars.shown(userId),
  present: (state, request, { services }) => presentState(state, request, services, false, 'public, no-cache'),
});

/** `PUT /api/me/avatar`: a form with `image`, `crop` and `alt`, or the bytes alone, or JSON with the id of an upload. */
export const putAvatar = defineEndpoint({
  ...native,
  access: 'person',
  // The metadata of a file is reported once and not stored.
  idempotent: { without: ['removed'] },
  parse: async (request, context) => ({ change: changeOf(request, context), upload: await readOwnUpload(context) }),
  async core({ change, upload }, context) {
    const { services } = context;
    const bound = await settled(change, services);
    return saveUpload(bound, upload, context, (whole) => services.avatars.replace(bound, whole));
  },
  present: presentSaved,
});

/**
 * `POST /api/me/avatar/preview`: the picture for browsers that cannot decode the file, as WebP, or as JPEG if it is opaque and `Accept` names
 * JPEG. Nothing is saved.
 */
export const previewAvatar = defineEndpoint({
  ...native,
  writes: false,
  access: 'person',
  parse: async (request, context) => ({
    change: changeOf(request, context),
    upload: await readUpload(context),
    takesJpeg: acceptsByName(request, OUTPUT_FORMATS.jpg),
  }),
  async core({ change, upload, takesJpeg }, context) {
    const { services } = context;
    const bound = await settled(change, services);
    return services.avatars.preview(bound, await wholeUpload(bound, upload, context), takesJpeg);
  },
  present: presentPreview,
});

/** `POST /api/me/avatar/framing`: a crop to begin with. Nothing is saved. */
export const proposeFraming = defineEndpoint({
  ...native,
  writes: false,
  access: 'person',
  parse: async (request, context) => ({ change: changeOf(request, context), upload: await readUpload(context) }),
  async core({ change, upload }, context) {
    const { services } = context;
    const bound = await settled(change, services);
    return services.avatars.proposeFraming(bound, await wholeUpload(bound, upload, context));
  },
  present: (framing: ProposedFraming) => Response.json(framing, { headers: { 'Cache-Control': 'no-store' } }),
});

/** `POST /api/me/avatar/uploads`: a request that uploads one file straight to the store. */
export const postUpload = defineEndpoint({
  ...native,
  access: 'person',
  async parse(request, context) {
    requireDirectUploads(context.services);
    return { change: changeOf(request, context), ...parseFields(newUpload, (await readJson(context.body)) ?? {}) };
  },
  core: async ({ change, bytes }, { services }) => requireDirectUploads(services).issue(await settled(change, services), bytes),
  present({ startBefore, expiresAt, ...ticket }) {
    const body: UploadTicket = { ...ticket, startBefore: startBefore.toISOString(), expiresAt: expiresAt.toISOString() };
    return Response.json(body, { status: 201, headers: { 'Cache-Control': 'no-store' } });
  },
});

/** `PATCH /api/me/avatar` */
export const patchAvatar = defineEndpoint({
  ...native,
  access: 'person',
  idempotent: true,
  async parse(request, context) {
    const change = changeOf(request, context);
    const edit = parseFields(avatarChange, await readJson(context.body));
    return { change, edit };
  },
  core: async ({ change, edit }, { services }) => services.avatars.reframe(await settled(change, services), edit),
  present: presentOwn,
});

/** `POST /api/me/avatar/gravatar`: a preview of the picture that Gravatar has for the person. Nothing is saved. */
export const previewGravatar = defineEndpoint({
  ...native,
  writes: false,
  access: 'person',
  parse: changeOf,
  core: async (change, { services }) => services.avatars.previewGravatar(await settled(change, services)),
  present({ sha256, ...preview }) {
    const response = presentPreview(preview);
    response.headers.set('X-Picture-Sha256', sha256);
    return response;
  },
});

/** `PUT /api/me/avatar/gravatar`: switches to a copy of that picture. Nothing changes if Gravatar has none. */
export const putGravatar = defineEndpoint({
  ...native,
  access: 'person',
  idempotent: true,
  async parse(request, context) {
    const change = changeOf(request, context);
    return { change, ...parseFields(gravatarChoice, (await readJson(context.body)) ?? {}) };
  },
  core: async ({ change, sha256 }, { services }) => services.avatars.takeGravatar(await settled(change, services), sha256),
  present: presentOwn,
});

/** `DELETE /api/me/avatar` */
export const deleteAvatar = defineEndpoint({
  ...native,
  access: 'person',
  parse: changeOf,
  core: async (change, { services }) => services.avatars.remove(await settled(change, services)),
  present: () => new Response(null, { status: 204 }),
});
