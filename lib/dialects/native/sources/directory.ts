import { AvatarError } from '@/lib/errors';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { native } from '../parts';
import { settled } from '../preconditions';
import { changeOf } from '../upload';
import { presentFetched } from './web';

/** `GET /api/me/avatar/directory`: the picture that the provider has of the person. Nothing is stored. */
export const getDirectoryPicture = defineEndpoint({
  ...native,
  access: 'person',
  // The provider is asked each time.
  limited: true,
  parse: (request, context) => ({ change: changeOf(request, context), directory: requireDirectory(context.services) }),
  core: async ({ change, directory }, { services }) => directory.fetch(await settled(change, services)),
  present: presentFetched,
});

/** @throws AvatarError not_found */
function requireDirectory({ directoryPicture }: Services) {
  if (directoryPicture) return directoryPicture;
  throw new AvatarError('not_found', 'People do not sign in to this server with a provider, which could have pictures of them.');
}
