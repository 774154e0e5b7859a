import { defineRoutes } from '@/lib/http/routes';
import { uploadAvatar } from './avatar';
import { checkUser } from './check';
import { myCargoExtraErrors } from './errors';

export const myCargoExtraRoutes = defineRoutes({
  dialect: 'mycargoextra',
  errors: myCargoExtraErrors,
  paths: {
    '/api/v1/user/avatar': { PATCH: uploadAvatar },
    '/api/v1/user/check': { GET: checkUser },
  },
});
