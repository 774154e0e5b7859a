import { idFrom } from '@/lib/http/body/fields';
import { tagMatches } from '@/lib/http/conditional';
import { defineEndpoint } from '@/lib/http/endpoint';
import { FORMATS } from '@/lib/imaging/media-types';
import { native, presentOwn } from './parts';
import { settled } from './preconditions';
import { versionResource } from './resource';
import { changeOf } from './upload';

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

/** `GET /api/me/avatars/{id}/picture`: a small picture of a version, for its owner. */
export const getVersionPicture = defineEndpoint({
  ...native,
  access: 'person',
  parse: (_request, { params }) => idFrom(params),
  core: (avatarId, { principal, services }) => services.avatars.thumbnail(principal, avatarId),
  present({ avatar, bytes }, request) {
    const headers = { 'Content-Type': 'image/webp', 'Cache-Control': 'private, no-cache', ETag: `"${avatar.key}-thumbnail"` };
    if (tagMatches(request, headers.ETag)) return new Response(null, { status: 304, headers });
    return new Response(bytes, { headers });
  },
});

/** `POST /api/me/avatars/{id}/restore` */
export const restoreVersion = defineEndpoint({
  ...native,
  access: 'person',
  parse: (request, context) => ({ change: changeOf(request, context), avatarId: idFrom(context.params) }),
  core: async ({ change, avatarId }, { services }) => services.avatars.restore(await settled(change, services), avatarId),
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
      // The bytes come from a user and must not run as a page of this origin.
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
