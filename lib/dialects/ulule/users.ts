import { AvatarError } from '@/lib/errors';
import { idFrom } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { json, reading, viewOf } from './parts';
import { forgivesCredentials, showsUsersToAll, userResource } from './resource';

/** `GET /v1/users/:id`: public since version 2018-11-26. Older versions require credentials. */
export const getUser = defineEndpoint({
  ...reading,
  access: 'anyone',
  ignoresCredentials: (_error, request) => showsUsersToAll(request) && forgivesCredentials(request),
  parse(request, { params, principal }) {
    if (principal || showsUsersToAll(request)) return idFrom(params);
    throw new AvatarError('not_authenticated', 'Sign in, or send Ulule-Version: 2018-11-26 or later.');
  },
  core: (id, { services }) => services.avatars.stateOf(id),
  present: (state, request, context) => json(userResource(state, viewOf(request, context))),
});

/** `GET /v1/me` */
export const getMe = defineEndpoint({
  ...reading,
  access: 'person',
  parse: () => null,
  core: (_command, { principal, services }) => services.avatars.own(principal),
  present: (state, request, context) => json(userResource(state, viewOf(request, context))),
});
