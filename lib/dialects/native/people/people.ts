import { AvatarError } from '@/lib/errors';
import { readJson } from '@/lib/http/body/body';
import { idFrom, parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { native, PRIVATE, requireAdministratorInPerson } from '../parts';
import { type ChangedPerson, peopleQuery, personChange, type ResetQueued } from './people-schemas';
import { listedPerson, pageResource, personDetails, personSummary, restrictionsResource } from './resource';

const MANAGED = 'People can be managed';

const administration = { ...native, access: 'person' as const, allowPassword: true };
const reading = { ...native, access: 'operator' as const, serviceScope: 'people:read' as const, allowPassword: true };

/** `GET /api/people` */
export const listPeople = defineEndpoint({
  ...reading,
  parse(request, { principal }) {
    if (principal.via !== 'service-key') requireAdministratorInPerson(principal, MANAGED);
    return parseFields(peopleQuery, Object.fromEntries(new URL(request.url).searchParams));
  },
  core: ({ q: text, role, state, cursor: before, limit }, { services }) =>
    services.administration.list({ text, role, state }, { before, limit }),
  present: (page, _request, { services }) => Response.json(pageResource(page, services.baseUrl), { headers: PRIVATE }),
});

/** `GET /api/people/{id}` */
export const getPerson = defineEndpoint({
  ...reading,
  parse(_request, { principal, params }) {
    if (principal.via === 'service-key') return { userId: idFrom(params), isService: true };
    const { sessionId } = requireAdministratorInPerson(principal, MANAGED);
    return { userId: idFrom(params), isService: false, sessionId };
  },
  core: ({ userId, isService, sessionId }, { services }) =>
    isService ? personSummary(userId, services) : personDetails(userId, services, sessionId),
  present: (details) => Response.json(details, { headers: PRIVATE }),
});

/** `PATCH /api/people/{id}`: a role takes effect with the next request of the person, a lock of the picture at once, and disabling ends what they have open. */
export const patchPerson = defineEndpoint({
  ...administration,
  async parse(_request, { principal, params, body }) {
    requireAdministratorInPerson(principal, MANAGED);
    return { userId: idFrom(params), change: parseFields(personChange, await readJson(body)) };
  },
  async core({ userId, change: { avatarLockedUntil: until, reason = '', ...change } }, { services }) {
    const person = await services.administration.change(userId, change);
    if (until === undefined) return { person, restrictions: await services.avatars.restrictions(userId) };
    return { person, restrictions: await services.moderation.lockPicture(userId, until && { until, reason }) };
  },
  present({ person, restrictions }, _request, { services }) {
    const changed: ChangedPerson = { ...listedPerson(person, services.baseUrl), ...restrictionsResource(restrictions) };
    return Response.json(changed, { headers: PRIVATE });
  },
});

/** `POST /api/people/{id}/password-reset` */
export const sendPasswordReset = defineEndpoint({
  ...administration,
  parse(_request, { principal, params }) {
    requireAdministratorInPerson(principal, MANAGED);
    return idFrom(params);
  },
  core: (userId, { services }) => services.administration.sendPasswordReset(userId),
  present(_result, _request, { services: { outbox } }) {
    const queued: ResetQueued = { sending: outbox.sending };
    return Response.json(queued, { status: 202, headers: PRIVATE });
  },
});

/** `DELETE /api/people/{id}/sessions`: all of them, in browsers and through other APIs. */
export const endPersonSessions = defineEndpoint({
  ...administration,
  parse(_request, { principal, params }) {
    requireAdministratorInPerson(principal, MANAGED);
    return idFrom(params);
  },
  async core(userId, { services: { accounts } }) {
    if (!(await accounts.person(userId))) throw new AvatarError('not_found', `User ${userId} not found.`);
    await accounts.sessions.endOthers(userId, null);
  },
  present: () => new Response(null, { status: 204 }),
});

/** `DELETE /api/people/{id}/keys/{keyId}` */
export const deletePersonKey = defineEndpoint({
  ...administration,
  parse(_request, { principal, params }) {
    requireAdministratorInPerson(principal, MANAGED);
    return { userId: idFrom(params), keyId: idFrom({ id: params.keyId ?? '' }) };
  },
  core: ({ userId, keyId }, { services }) => services.accounts.keys.revoke(userId, keyId),
  present: () => new Response(null, { status: 204 }),
});
