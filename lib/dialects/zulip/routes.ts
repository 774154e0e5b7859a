import type { RouteHandler } from '../serve';
import { deleteAvatar, deleteAvatarBySession, setAvatar, setAvatarBySession } from './avatar';
import { fetchApiKey, regenerateApiKey } from './keys';
import { resource, type Verb } from './methods';
import { getOwnUser, getUser, listUsers } from './people';
import { getPicture } from './pictures';
import { leadToAvatar, leadToMediumAvatar } from './redirect';
import { getServerSettings, register } from './server';

/** Turns endpoints into route handlers; the composition root does it. */
type Served = (endpoints: Record<Verb, object>) => Record<Verb, RouteHandler>;

/** Every address of this dialect, with a handler for every verb. */
export function zulipRoutes(served: Served) {
  return {
    avatar: served(resource({ POST: setAvatar, DELETE: deleteAvatar })),
    avatarBySession: served(resource({ POST: setAvatarBySession, DELETE: deleteAvatarBySession })),
    picture: served(resource({ GET: getPicture })),
    leadToAvatar: served(resource({ GET: leadToAvatar })),
    leadToMediumAvatar: served(resource({ GET: leadToMediumAvatar })),
    ownUser: served(resource({ GET: getOwnUser })),
    user: served(resource({ GET: getUser })),
    users: served(resource({ GET: listUsers })),
    fetchApiKey: served(resource({ POST: fetchApiKey })),
    regenerateApiKey: served(resource({ POST: regenerateApiKey })),
    serverSettings: served(resource({ GET: getServerSettings })),
    register: served(resource({ POST: register })),
  };
}
