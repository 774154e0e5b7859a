import { addresses } from '@/lib/http/methods';
import { cloudreveErrors } from './errors';
import { getPicture } from './picture';
import { prepareSignIn, refreshTokens, signIn, signOut } from './session';
import { ping } from './site';
import { putAvatar } from './upload';
import { getMe, getUser, getUserInfo } from './users';

/** Every address of this API. */
export const cloudreveRoutes = addresses(
  {
    avatar: { PUT: putAvatar },
    picture: { GET: getPicture },
    user: { GET: getUser },
    me: { GET: getMe },
    token: { POST: signIn, DELETE: signOut },
    refresh: { POST: refreshTokens },
    prepare: { GET: prepareSignIn },
    userInfo: { GET: getUserInfo },
    ping: { GET: ping },
  },
  { errors: cloudreveErrors },
);
