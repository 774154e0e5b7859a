import { publicNameOf } from '@/lib/accounts/profile/public-name';
import { BytesResponse } from '@/lib/http/bytes-response';
import { defineEndpoint } from '@/lib/http/endpoint';
import { credentials, tokenCookie } from './credentials';
import { myCargoExtraErrors } from './errors';
import { replyUrl } from './resource';

/** `Max-Age` of the cookie, renewed with each request. The token in it may expire earlier, since each request verifies it. */
const COOKIE_SECONDS = 30 * 24 * 60 * 60;

/** `GET /api/v1/user/check`: verifies a token, returns its person and stores the token in a cookie. */
export const checkUser = defineEndpoint({
  access: 'person',
  nodeAdapter: true,
  credentials,
  errors: myCargoExtraErrors,
  // Rate-limited although it is a read, since it would tell an attacker whether a guessed token is valid.
  limited: true,
  parse(request, { services }) {
    const sent = credentials(request, services);
    // Authentication has refused every kind of credentials without a token.
    return 'token' in sent ? sent.token : '';
  },
  core: async (token, { principal, services }) => ({ token, state: await services.avatars.own(principal) }),
  present({ token, state }, request, { services: { baseUrl } }) {
    const { id, email } = state.person;
    const secure = baseUrl.startsWith('https:') ? '; Secure' : '';
    return BytesResponse.json(
      { token, id, email, name: publicNameOf(state.person), avatar: replyUrl(baseUrl, state) },
      {
        headers: {
          'Cache-Control': 'no-store',
          'Set-Cookie': `${tokenCookie(request)}=${token}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure}`,
        },
      },
    );
  },
});
