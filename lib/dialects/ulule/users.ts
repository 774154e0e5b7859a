import { defineEndpoint } from '../endpoint';
import { idFrom } from '../fields';
import { json, reading, viewOf } from './parts';
import { forgivesCredentials, userResource } from './resource';

/** `GET /v1/users/:id`, for everyone. */
export const getUser = defineEndpoint({
  ...reading,
  access: 'anyone',
  ignoresCredentials: (_error, request) => forgivesCredentials(request),
  parse: (_request, { params }) => idFrom(params),
  core: (id, { services }) => services.avatars.stateOf(id),
  present: (state, request, context) => json(userResource(state, viewOf(state.person.id, request, context))),
});

/** `GET /v1/me` */
export const getMe = defineEndpoint({
  ...reading,
  access: 'person',
  parse: () => null,
  core: (_command, { principal, services }) => services.avatars.own(principal),
  present: (state, request, context) => json(userResource(state, viewOf(state.person.id, request, context))),
});
