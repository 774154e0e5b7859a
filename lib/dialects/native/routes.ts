import { addresses, noAddress } from '@/lib/http/methods';
import { nativeErrors } from '@/lib/http/problem';
import { createAccount, createKey, deleteKey, getMe, listKeys } from './account';
import { deleteAvatar, getAvatar, getUserAvatar, patchAvatar, previewAvatar, previewGravatar, putAvatar, putGravatar } from './avatar';
import { getHealth } from './health';
import { getOriginal, listVersions, restoreVersion } from './history';
import { getLimits } from './limits';
import { getPolicy, patchPolicy } from './policy';

/** Every address of the native API; `unknown` is everything else below `/api`. */
export const nativeRoutes = {
  ...addresses(
    {
      accounts: { POST: createAccount },
      me: { GET: getMe },
      avatar: { GET: getAvatar, PUT: putAvatar, PATCH: patchAvatar, DELETE: deleteAvatar },
      gravatar: { POST: previewGravatar, PUT: putGravatar },
      original: { GET: getOriginal },
      preview: { POST: previewAvatar },
      versions: { GET: listVersions },
      restore: { POST: restoreVersion },
      keys: { GET: listKeys, POST: createKey },
      key: { DELETE: deleteKey },
      limits: { GET: getLimits },
      policy: { GET: getPolicy, PATCH: patchPolicy },
      userAvatar: { GET: getUserAvatar },
      health: { GET: getHealth },
    },
    { errors: nativeErrors },
  ),
  unknown: noAddress(nativeErrors),
};
