import { addresses, noAddress } from '@/lib/http/methods';
import { createAvatar, deleteAvatar, getAvatar, updateAvatar } from './avatars';
import { ululeErrors } from './errors';
import { issueToken } from './oauth';
import { getMe, getUser } from './users';

/** Every address of this API; `unknown` is everything else below `/v1`. */
export const ululeRoutes = {
  ...addresses(
    {
      avatars: { POST: createAvatar },
      avatar: { GET: getAvatar, PATCH: updateAvatar, DELETE: deleteAvatar },
      user: { GET: getUser },
      me: { GET: getMe },
      token: { POST: issueToken },
    },
    { errors: ululeErrors },
  ),
  unknown: noAddress(ululeErrors),
};
