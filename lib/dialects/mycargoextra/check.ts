import { defineEndpoint } from '@/lib/http/endpoint';
import { credentials, tokenCookie } from './credentials';
import { myCargoExtraErrors } from './errors';
import { replyUrl } from './resource';

/** The cookie outlives neither the token in it, which is looked at each time, nor a month without use. */
const COOKIE_SECONDS = 30 * 24 * 60 * 60;

/** `GET /api/v1/user/check`: is this token good, whose is it, and keep it. */
export const checkUser = defineEndpoint({
  access: 'person',
  credentials,
  errors: myCargoExtraErrors,
  // The one read of this API, and what someone would ask who tries tokens out.
  limited: true,
  parse(request, { services }) {
    const sent = credentials(request, services);
    // Only these two kinds hold a token, and only they get here.
    return 'token' in sent ? sent.token : '';
  },
  core: async (token, { principal, services }) => ({ token, state: await services.avatars.own(principal) }),
  present({ token, state }, request, { services: { baseUrl } }) {
    const { id, email, name } = state.person;
    const secure = baseUrl.startsWith('https:') ? '; Secure' : '';
    return Response.json(
      { token, id, email, name, avatar: replyUrl(baseUrl, state) },
      {
        headers: {
          'Cache-Control': 'no-store',
          'Set-Cookie': `${tokenCookie(request)}=${token}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure}`,
        },
      },
    );
  },
});
