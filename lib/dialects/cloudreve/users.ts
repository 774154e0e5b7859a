import { BytesResponse } from '@/lib/http/bytes-response';
import { defineEndpoint } from '@/lib/http/endpoint';
import { failure, PRIVATE, success } from './envelope';
import { cloudreveErrors, NOT_SET } from './errors';
import { cloudreve, personIn } from './parts';
import { claims, ownUser, publicUser } from './person';

/** `GET /user/info/{id}` */
export const getUser = defineEndpoint({
  ...cloudreve,
  nodeAdapter: true,
  // Cloudreve has a code for the picture of an unknown person, but none for their profile.
  errors: { ...cloudreveErrors, not_found: failure(NOT_SET, '') },
  access: 'anyone',
  parse: (_request, { params }) => personIn(params),
  core: (userId, { services }) => services.avatars.stateOf(userId),
  present: (state, _request, { principal }) => success(publicUser(state, principal)),
});

/** `GET /user/me` */
export const getMe = defineEndpoint({
  ...cloudreve,
  nodeAdapter: true,
  access: 'person',
  parse: () => null,
  core: (_command, { principal, services }) => services.avatars.own(principal),
  present: (state) => success(ownUser(state)),
});

/** `GET /session/oauth/userinfo`: OpenID Connect Core 1.0, section 5.3, so without the envelope of other responses. */
export const getUserInfo = defineEndpoint({
  ...cloudreve,
  nodeAdapter: true,
  access: 'person',
  parse: () => null,
  core: (_command, { principal, services }) => services.avatars.own(principal),
  present: (state, _request, { services }) => BytesResponse.json(claims(state, services.baseUrl), { headers: PRIVATE }),
});
