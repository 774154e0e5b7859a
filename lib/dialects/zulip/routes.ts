import { addresses } from '@/lib/http/methods';
import { deleteAvatar, deleteAvatarBySession, setAvatar, setAvatarBySession } from './avatar';
import { zulipErrors } from './errors';
import { fetchApiKey, regenerateApiKey } from './keys';
import { getOwnUser, getUser, listUsers } from './people';
import { getPicture } from './pictures';
import { leadToAvatar, leadToMediumAvatar } from './redirect';
import { getServerSettings, register } from './server';

/** Every address of this dialect. `OPTIONS` names the others and, as Zulip has it, not itself. */
export const zulipRoutes = addresses(
  {
    avatar: { POST: setAvatar, DELETE: deleteAvatar },
    avatarBySession: { POST: setAvatarBySession, DELETE: deleteAvatarBySession },
    picture: { GET: getPicture },
    leadToAvatar: { GET: leadToAvatar },
    leadToMediumAvatar: { GET: leadToMediumAvatar },
    ownUser: { GET: getOwnUser },
    user: { GET: getUser },
    users: { GET: listUsers },
    fetchApiKey: { POST: fetchApiKey },
    regenerateApiKey: { POST: regenerateApiKey },
    serverSettings: { GET: getServerSettings },
    register: { POST: register },
  },
  { errors: zulipErrors, namesOptions: false },
);
