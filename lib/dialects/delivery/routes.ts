import { nativeErrors } from '@/lib/http/problem';
import { defineRoutes } from '@/lib/http/routes';
import { getCurrent, getMedia } from './endpoints';

export const deliveryRoutes = defineRoutes({
  dialect: 'delivery',
  errors: nativeErrors,
  paths: {
    '/media/:key/:file': { GET: getMedia },
    '/u/:id/avatar': { GET: getCurrent },
  },
});
