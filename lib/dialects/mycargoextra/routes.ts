import { addresses } from '@/lib/http/methods';
import { uploadAvatar } from './avatar';
import { checkUser } from './check';
import { myCargoExtraErrors } from './errors';

/** Every address of this API. */
export const myCargoExtraRoutes = addresses(
  {
    avatar: { PATCH: uploadAvatar },
    check: { GET: checkUser },
  },
  { errors: myCargoExtraErrors },
);
