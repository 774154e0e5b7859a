import { defineRoutes } from '@/lib/http/routes';
import { deleteAvatar, deleteAvatarBySession, setAvatar, setAvatarBySession } from './avatar';
import { zulipErrors } from './errors';
import { fetchApiKey, regenerateApiKey } from './keys';
import { getOwnUser, getUser, listUsers } from './people';
import { getPicture } from './pictures';
import { redirectToAvatar, redirectToMediumAvatar } from './redirect';
import { getServerSettings, register } from './server';

export const zulipRoutes = defineRoutes({
  dialect: 'zulip',
  errors: zulipErrors,
  // Zulip omits OPTIONS from `Allow`.
  listsOptions: false,
  paths: {
    '/user_avatars/:realm/:file': { GET: getPicture },
    '/avatar/:who': { GET: redirectToAvatar },
    '/avatar/:who/medium': { GET: redirectToMediumAvatar },
    '/api/v1/users': { GET: listUsers },
    '/api/v1/users/me': { GET: getOwnUser },
    '/api/v1/users/:id': { GET: getUser },
    '/api/v1/users/me/avatar': { POST: setAvatar, DELETE: deleteAvatar },
    '/api/v1/users/me/api_key/regenerate': { POST: regenerateApiKey },
    '/api/v1/fetch_api_key': { POST: fetchApiKey },
    '/api/v1/register': { POST: register },
    '/api/v1/server_settings': { GET: getServerSettings },
    '/json/users/me/avatar': { POST: setAvatarBySession, DELETE: deleteAvatarBySession },
  },
});
