import { z } from 'zod';
import { readJson } from '@/lib/http/body/body';
import { idFrom, parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { native, presentOwn, presentPreview, presentSaved, presentState } from './parts';
import { settled } from './preconditions';
import { changeOf, crop, readUpload } from './upload';

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
  parse: async (request, context) => ({ change: changeOf(request, context), upload: await readUpload(request, context) }),
  core: async ({ change, upload }, { services }) => services.avatars.replace(await settled(change, services), upload),
  present: presentSaved,
});

/** `POST /api/me/avatar/preview`: what an upload would look like, for browsers that cannot show it themselves. Nothing is saved. */
export const previewAvatar = defineEndpoint({
  ...native,
  writes: false,
  access: 'person',
  parse: async (request, context) => ({ change: changeOf(request, context), upload: await readUpload(request, context) }),
  core: async ({ change, upload }, { services }) => services.avatars.preview(await settled(change, services), upload),
  present: presentPreview,
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
  core: async ({ change, edit }, { services }) => services.avatars.reframe(await settled(change, services), edit),
  present: presentOwn,
});

/** `POST /api/me/avatar/gravatar`: the picture that Gravatar has for the person's address, to look at. Nothing is saved. */
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

const chosenGravatar = z.strictObject({
  sha256: z
    .string('Expected text.')
    .regex(/^[0-9a-f]{64}$/, 'Expected 64 hexadecimal digits, as X-Picture-Sha256 has them.')
    .optional(),
});

/** `PUT /api/me/avatar/gravatar`: a copy of that picture becomes the person's. Nothing changes unless there is one. */
export const putGravatar = defineEndpoint({
  ...native,
  access: 'person',
  idempotent: true,
  async parse(request, context) {
    const change = changeOf(request, context);
    return { change, ...parseFields(chosenGravatar, (await readJson(request)) ?? {}) };
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
