import { nativeErrors } from '@/lib/http/problem';
import { defineRoutes } from '@/lib/http/routes';
import { forgot, promote, reset, setUp, signUp, verify } from './accounts';
import { chooseLanguage } from './language';
import { addKey, removePicture, revokeKey, savePicture } from './settings';
import { signIn, signOut } from './sign-in';

/** The forms of our pages where scripts do not run. Each is an operation of the native API, or of next-auth, in another encoding. */
export const formRoutes = defineRoutes({
  dialect: 'forms',
  errors: nativeErrors,
  paths: {
    '/api/forms/sign-in': { POST: signIn },
    '/api/forms/sign-out': { POST: signOut },
    '/api/forms/sign-up': { POST: signUp },
    '/api/forms/setup': { POST: setUp },
    '/api/forms/setup/promote': { POST: promote },
    '/api/forms/forgot': { POST: forgot },
    '/api/forms/reset': { POST: reset },
    '/api/forms/verify': { POST: verify },
    '/api/forms/language': { POST: chooseLanguage },
    '/api/forms/picture': { POST: savePicture },
    '/api/forms/picture/remove': { POST: removePicture },
    '/api/forms/keys': { POST: addKey },
    '/api/forms/keys/revoke': { POST: revokeKey },
  },
});
