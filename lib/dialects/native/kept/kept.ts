import type { Principal } from '@/lib/accounts/ports';
import type { Avatar } from '@/lib/avatars/ports';
import { readJson } from '@/lib/http/body/body';
import { idFrom, parseFields } from '@/lib/http/body/fields';
import { tagMatches } from '@/lib/http/conditional';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { FORMATS } from '@/lib/imaging/media-types';
import { native, PRIVATE, presentOwn } from '../parts';
import { settled } from '../preconditions';
import { changeOf } from '../upload';
import { avatarChange } from '../upload-schemas';
import { type KeptAvatarResource, keptQuery, thumbnailQuery } from './kept-schemas';
import { keptResource } from './resource';

const queryOf = (request: Request) => Object.fromEntries(new URL(request.url).searchParams);

/** `GET /api/me/avatars`. A next page is announced by the header `Link`. */
export const listVersions = defineEndpoint({
  ...native,
  access: 'person',
  parse: (request) => parseFields(keptQuery, queryOf(request)),
  async core({ cursor = Number.POSITIVE_INFINITY, limit = Number.POSITIVE_INFINITY }, { principal, services }) {
    const rest = (await listedVersions(principal, services)).filter(({ id }) => id < cursor);
    const page = rest.slice(0, limit);
    const next = rest.length > page.length ? `${services.baseUrl}/api/me/avatars?cursor=${page.at(-1)?.id}&limit=${limit}` : null;
    return { page, next };
  },
  present: ({ page, next }) => Response.json(page, { headers: { ...PRIVATE, ...(next && { Link: `<${next}>; rel="next"` }) } }),
});

/** The kept pictures of a person, newest first. All of them: the retention bounds how many there are. */
export async function listedVersions(principal: Principal, { avatars, accounts, baseUrl }: Services): Promise<KeptAvatarResource[]> {
  const { userId } = principal;
  const [history, state, addresses] = await Promise.all([
    avatars.history(principal),
    avatars.stateOf(userId),
    accounts.addresses.list(userId),
  ]);
  const gallery = { history, currentId: state.avatar?.id, addresses };
  return history.map((avatar) => keptResource(avatar, gallery, baseUrl));
}

/** `GET /api/me/avatars/{id}/picture`: a small picture of a version, for its owner. */
export const getVersionPicture = defineEndpoint({
  ...native,
  access: 'person',
  parse: (request, { params }) => ({ avatarId: idFrom(params), ...parseFields(thumbnailQuery, queryOf(request)) }),
  async core({ avatarId, s = '128' }, { principal, services }) {
    const side = s === '256' ? 256 : 128;
    return { side, ...(await services.avatars.thumbnail(principal, avatarId, side)) };
  },
  present({ avatar, side, bytes }, request) {
    const headers = { 'Content-Type': 'image/webp', 'Cache-Control': 'private, no-cache', ETag: `"${avatar.key}-thumbnail-${side}"` };
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

/** `PATCH /api/me/avatars/{id}`: frames a version anew. The result is another version, which becomes the current one. */
export const patchVersion = defineEndpoint({
  ...native,
  access: 'person',
  idempotent: true,
  async parse(request, context) {
    const [change, avatarId] = [changeOf(request, context), idFrom(context.params)];
    return { change, avatarId, edit: parseFields(avatarChange, await readJson(context.body)) };
  },
  core: async ({ change, avatarId, edit }, { services }) => services.avatars.reframe(await settled(change, services), edit, avatarId),
  present: presentOwn,
});

/** `DELETE /api/me/avatars/{id}`: for good. */
export const deleteVersion = defineEndpoint({
  ...native,
  access: 'person',
  parse: (request, context) => ({ change: changeOf(request, context), avatarId: idFrom(context.params) }),
  async core({ change, avatarId }, { services }) {
    await services.avatars.allowedState(await settled(change, services));
    await services.erasures.version(change.userId, avatarId);
  },
  present: () => new Response(null, { status: 204 }),
});

/** `GET /api/me/avatar/original` */
export const getOriginal = defineEndpoint({
  ...native,
  access: 'person',
  parse: () => null,
  core: (_command, { principal, services }) => services.avatars.original(principal),
  present({ avatar, bytes }, request) {
    const headers = { ...downloadHeaders(avatar), 'Cache-Control': 'private, no-cache', ETag: `"${avatar.originalKey}"` };
    if (tagMatches(request, headers.ETag)) return new Response(null, { status: 304, headers });
    return new Response(bytes, { headers });
  },
});

/** `GET /api/me/avatars/{id}/original` */
export const getVersionOriginal = defineEndpoint({
  ...native,
  access: 'person',
  parse: (_request, { params }) => idFrom(params),
  core: (avatarId, { principal, services }) => services.avatars.original(principal, avatarId),
  // Not cached: the version may be deleted for good.
  present: ({ avatar, bytes }) => new Response(bytes, { headers: { ...downloadHeaders(avatar), ...PRIVATE } }),
});

function downloadHeaders({ format, fileName }: Avatar) {
  return {
    'Content-Type': FORMATS[format].mime,
    // The bytes come from a user and must not run as a page of this origin.
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  };
}
