import type { RouteHandler } from '../serve';
import { deleteAvatar, deleteAvatarBySession, setAvatar, setAvatarBySession } from './avatar';
import { resource, type Verb } from './methods';
import { getPicture } from './pictures';

/** Turns endpoints into route handlers; the composition root does it. */
type Served = (endpoints: Record<Verb, object>) => Record<Verb, RouteHandler>;

/** Every address of this dialect, with a handler for every verb. */
export function zulipRoutes(served: Served) {
  return {
    avatar: served(resource({ POST: setAvatar, DELETE: deleteAvatar })),
    avatarBySession: served(resource({ POST: setAvatarBySession, DELETE: deleteAvatarBySession })),
    picture: served(resource({ GET: getPicture })),
  };
}
