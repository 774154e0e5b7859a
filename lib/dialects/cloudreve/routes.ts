import { nativeErrors } from '@/lib/http/problem';
import { defineRoutes } from '@/lib/http/routes';
import { cloudreveErrors } from './errors';
import { getPicture } from './picture';
import { prepareSignIn, refreshTokens, signIn, signOut } from './session';
import { ping } from './site';
import { putAvatar } from './upload';
import { getMe, getUser, getUserInfo } from './users';

export const cloudreveRoutes = defineRoutes({
  dialect: 'cloudreve',
  errors: cloudreveErrors,
  // The Cloudreve documentation omits the prefix of the deployment. Clients use both forms.
  prefixes: ['', '/api/v4'],
  paths: {
    '/user/setting/avatar': { PUT: putAvatar },
    '/user/avatar/:id': { GET: getPicture },
    '/user/info/:id': { GET: getUser },
    '/user/me': { GET: getMe },
    '/session/token': { POST: signIn, DELETE: signOut },
    '/session/token/refresh': { POST: refreshTokens },
    '/session/prepare': { GET: prepareSignIn },
    '/session/oauth/userinfo': { GET: getUserInfo },
    '/site/ping': { GET: ping },
  },
  unknown: { paths: ['/user{/*rest}', '/session{/*rest}', '/site{/*rest}'], errors: nativeErrors },
});
