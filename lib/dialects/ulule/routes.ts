import { defineRoutes } from '@/lib/http/routes';
import { createAvatar, deleteAvatar, getAvatar, updateAvatar } from './avatars';
import { ululeErrors } from './errors';
import { issueToken } from './oauth';
import { getMe, getUser } from './users';

export const ululeRoutes = defineRoutes({
  dialect: 'ulule',
  errors: ululeErrors,
  paths: {
    '/v1/me': { GET: getMe },
    '/v1/users/:id': { GET: getUser },
    '/v1/users/:id/avatars': { POST: createAvatar },
    '/v1/avatars/:id': { GET: getAvatar, PATCH: updateAvatar, DELETE: deleteAvatar },
    '/oauth2/token': { POST: issueToken },
  },
  unknown: { paths: ['/v1{/*rest}'] },
});
