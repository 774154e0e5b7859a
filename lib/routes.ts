import { cloudreveRoutes } from './dialects/cloudreve/routes';
import { deliveryRoutes } from './dialects/delivery/routes';
import { formRoutes } from './dialects/forms/routes';
import { gravatarRoutes } from './dialects/gravatar/routes';
import { myCargoExtraRoutes } from './dialects/mycargoextra/routes';
import { nativeRoutes } from './dialects/native/routes';
import { nextAuthRoutes } from './dialects/next-auth/routes';
import { ululeRoutes } from './dialects/ulule/routes';
import { zulipRoutes } from './dialects/zulip/routes';
import { createRouter } from './http/router';

/**
 * The routes of every dialect. Of two routes that match a path, the first one serves it; the catch-alls of all dialects come last, in the
 * same order.
 */
export const ROUTES = {
  delivery: deliveryRoutes,
  gravatar: gravatarRoutes,
  zulip: zulipRoutes,
  cloudreve: cloudreveRoutes,
  ulule: ululeRoutes,
  mycargoextra: myCargoExtraRoutes,
  'next-auth': nextAuthRoutes,
  forms: formRoutes,
  native: nativeRoutes,
};

export const router = createRouter(Object.values(ROUTES));
