import type { Principal } from '@/lib/accounts/ports';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { foreignOrigin, isForeign } from '@/lib/http/credentials';
import { type Context, defineEndpoint } from '@/lib/http/endpoint';
import { EVENT_STREAM } from '@/lib/http/event-streams/event-stream';
import { native } from './parts';
import { stateTag } from './resource';
import type { EventResource } from './schemas';

/** `no-transform` keeps compressing middleware and proxies from buffering events; nginx has a header of its own for that. */
const HEADERS = { 'Content-Type': EVENT_STREAM, 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' };

/** `GET /api/me/events`: server-sent events about the picture of the person. */
export const getEvents = defineEndpoint({
  ...native,
  access: 'person',
  nodeAdapter: true,
  parse(request, { principal, services: { baseUrl } }) {
    // The page of another origin could not read the events, but its streams would displace those of the person.
    if (principal.via === 'session' && isForeign(request, baseUrl)) {
      throw new AvatarError('cross_origin', `Cross-site request refused. ${foreignOrigin(request, baseUrl)}`);
    }
    const [lastVersion] = /^\d{1,15}$/.exec(request.headers.get('last-event-id') ?? '') ?? [];
    return { isHead: request.method === 'HEAD', lastVersion: lastVersion === undefined ? undefined : Number(lastVersion) };
  },
  async core({ isHead, lastVersion }, context) {
    const { principal, services } = context;
    const state = await services.avatars.own(principal);
    if (isHead) return null;
    return services.streams.open({
      userId: principal.userId,
      lastVersion,
      check: () => versionFor(principal, context),
      render(type, version): EventResource {
        if (version === undefined) return { type };
        return { type, userId: principal.userId, version, etag: stateTag({ ...state, version }) };
      },
    });
  },
  present: (body) => new Response(body, { headers: HEADERS }),
});

/** The version that the person shows. null: the credentials of the request are no longer valid, or do not permit to read it. */
async function versionFor(opened: Principal, { services, authenticateAgain }: Context): Promise<number | null> {
  const principal = await authenticateAgain();
  if (principal?.userId !== opened.userId || !principal.scopes.includes('avatar:read')) return null;
  try {
    return (await services.avatars.shown(principal.userId)).version;
  } catch (error) {
    if (isAvatarError(error) && error.code === 'not_found') return null;
    throw error;
  }
}
