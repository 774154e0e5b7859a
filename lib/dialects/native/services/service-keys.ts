import { readJson } from '@/lib/http/body/body';
import { idFrom, parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { native, PRIVATE, requireAdministratorInPerson } from '../parts';
import { serviceKeyResource } from './resource';
import { type CreatedServiceKey, newServiceKey } from './service-schemas';

const KEYS_ARE_MANAGED = 'Service keys can be managed';

const administration = { ...native, access: 'person' as const, allowPassword: true };

/** `GET /api/service-keys` */
export const listServiceKeys = defineEndpoint({
  ...administration,
  parse: (_request, { principal }) => void requireAdministratorInPerson(principal, KEYS_ARE_MANAGED),
  core: (_command, { services }) => services.serviceKeys.list(),
  present: (keys) => Response.json(keys.map(serviceKeyResource), { headers: PRIVATE }),
});

/** `POST /api/service-keys` */
export const createServiceKey = defineEndpoint({
  ...administration,
  async parse(_request, { principal, body }) {
    const { userId } = requireAdministratorInPerson(principal, KEYS_ARE_MANAGED);
    return { userId, fields: parseFields(newServiceKey, (await readJson(body)) ?? {}) };
  },
  core: ({ userId, fields }, { services }) => services.serviceKeys.create(userId, fields),
  present({ secret, key }) {
    const created: CreatedServiceKey = { ...serviceKeyResource(key), key: secret };
    return Response.json(created, { status: 201, headers: PRIVATE });
  },
});

/** `DELETE /api/service-keys/{id}` */
export const deleteServiceKey = defineEndpoint({
  ...administration,
  parse(_request, { principal, params }) {
    requireAdministratorInPerson(principal, KEYS_ARE_MANAGED);
    return idFrom(params);
  },
  core: (id, { services }) => services.serviceKeys.revoke(id),
  present: () => new Response(null, { status: 204 }),
});
