import type { Principal } from '@/lib/accounts/ports';
import type { ServicePrincipal } from '@/lib/accounts/service-keys/ports';
import type { Upload } from '@/lib/avatars/change';
import { MAX_LISTED_BLOCKED_FILES } from '@/lib/avatars/limits';
import type { Moderation } from '@/lib/avatars/moderation/ports';
import { AvatarError } from '@/lib/errors';
import { readJson } from '@/lib/http/body/body';
import { idFrom, parseFields } from '@/lib/http/body/fields';
import { type Context, defineEndpoint, type Services } from '@/lib/http/endpoint';
import { native, PRIVATE, presentSaved, requireAdministratorInPerson } from '../parts';
import { type ConditionalChange, preconditionsOf, settled } from '../preconditions';
import { readModeratedUpload, saveUpload } from '../upload';
import { moderation, removal } from './moderation-schemas';
import { blockedFileResource, restrictionsResource } from './resource';

export const MODERATED = 'The pictures of others can be changed';

const administration = { ...native, access: 'person' as const, allowPassword: true };
export const operation = { ...native, access: 'operator' as const, serviceScope: 'avatar:write:any' as const, allowPassword: true };

export type Operation = Context<Principal | ServicePrincipal>;

/** `PUT /api/people/{id or e-mail address}/avatar`: as `PUT /api/me/avatar`, with a reason. */
export const putPersonAvatar = defineEndpoint({
  ...operation,
  idempotent: { without: ['removed'] },
  async parse(request, context) {
    const begin = await moderatedChange(request, context);
    const { reason: given, ...upload } = await readModeratedUpload(context);
    const query = new URL(request.url).searchParams.get('reason');
    return { change: begin(parseFields(moderation, { reason: given ?? query ?? undefined })), upload };
  },
  async core({ change, upload }, { services, body, principal }) {
    const bound = await settled(change, services);
    const save = (whole: Upload) => services.avatars.replace(bound, whole);
    if ('bytes' in upload) return save(upload);
    if (principal.via === 'service-key') {
      throw new AvatarError('no_file', 'Expected the picture itself: service keys have no uploads to the store.');
    }
    // An upload to the store is used by the person who has asked for it.
    return saveUpload({ principal, userId: principal.userId }, upload, { services, body }, save);
  },
  present: presentSaved,
});

/** `DELETE /api/people/{id or e-mail address}/avatar`: the person cannot restore what is removed. */
export const deletePersonAvatar = defineEndpoint({
  ...operation,
  async parse(request, context) {
    const begin = await moderatedChange(request, context);
    const { reason: given, block } = parseFields(removal, (await readJson(context.body)) ?? {});
    return begin({ reason: given, withdraws: true, ...(block !== 'none' && { blocks: block }) });
  },
  core: async (change, { services }) => services.avatars.remove(await settled(change, services)),
  present: () => new Response(null, { status: 204 }),
});

/** `GET /api/me/avatar/moderation` */
export const getModeration = defineEndpoint({
  ...native,
  access: 'person',
  parse: () => null,
  core: (_command, { principal, services }) => services.avatars.ownRestrictions(principal),
  present: (restrictions) => Response.json(restrictionsResource(restrictions), { headers: PRIVATE }),
});

/** `GET /api/blocked-files` */
export const listBlockedFiles = defineEndpoint({
  ...administration,
  parse: (_request, { principal }) => void requireAdministratorInPerson(principal, 'Blocked files can be managed'),
  core: (_command, { services }) => services.moderation.blockedFiles(MAX_LISTED_BLOCKED_FILES),
  present: (files) => Response.json(files.map(blockedFileResource), { headers: PRIVATE }),
});

/** `DELETE /api/blocked-files/{id}` */
export const unblockFile = defineEndpoint({
  ...administration,
  parse(_request, { principal, params }) {
    requireAdministratorInPerson(principal, 'Blocked files can be managed');
    return idFrom(params);
  },
  async core(id, { services }) {
    if (!(await services.moderation.unblockFile(id))) throw new AvatarError('not_found', `Blocked file ${id} not found.`);
  },
  present: () => new Response(null, { status: 204 }),
});

/**
 * Checks the sender, and finds the person, before the body is read.
 * @returns completes the change with what the body says
 * @throws AvatarError forbidden, not_found, precondition_failed
 */
async function moderatedChange(request: Request, context: Operation): Promise<(given: Omit<Moderation, 'by'>) => ConditionalChange> {
  const { principal } = context;
  if (principal.via !== 'service-key') requireAdministratorInPerson(principal, MODERATED);
  const by = principal.via === 'service-key' ? 'service-key' : 'administrator';
  const userId = await userIdOf(context.params.id ?? '', context.services);
  const preconditions = preconditionsOf(request);
  preconditions?.plausibleFor(userId);
  return (given) => ({
    principal: null,
    userId,
    moderation: { by, ...given },
    preconditions,
    signal: request.signal,
  });
}

/** @param text an id or an e-mail address @throws AvatarError not_found */
export async function userIdOf(text: string, { accounts }: Pick<Services, 'accounts'>): Promise<number> {
  const person = text.includes('@') ? await accounts.personByEmail(text) : await accounts.person(idFrom({ id: text }));
  if (person) return person.id;
  throw new AvatarError('not_found', text.includes('@') ? 'No account has this e-mail address.' : `User ${text} not found.`);
}
