import { acceptedBy } from '@/lib/avatars/policy';
import type { AvatarState } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { sessionCredentials } from '@/lib/http/credentials';
import { defineEndpoint, type Endpoint, type EndpointDefinition } from '@/lib/http/endpoint';
import { MethodNotAllowed } from '@/lib/http/methods';
import type { InputFormat } from '@/lib/imaging/media-types';
import { success } from './answers';
import { asUpload, sessionErrors } from './errors';
import { claimsToBeAPicture } from './image-type';
import { ignoredParameters, readForm } from './parameters';
import { apiCall, type SignedIn } from './shared';
import { type CheckedUpload, onlyFile, readUpload } from './upload';
import { avatarUrl } from './urls';

/** In the order of `allowed_methods` in the response to other methods. */
const AVATAR_METHODS = ['POST', 'DELETE'] as const;

/** The formats that Zulip's decoder reads. */
const ACCEPTED: readonly InputFormat[] = ['jpeg', 'png', 'gif', 'webp', 'avif', 'heic', 'tiff'];

type Command = { ignored: string[] } & (({ act: 'replace' } & CheckedUpload) | { act: 'remove' });

type Authentication = Pick<EndpointDefinition<'person', Command, Changed>, 'credentials' | 'errors'>;

interface Changed {
  state: AvatarState;
  ignored: string[];
}

/** `POST /api/v1/users/me/avatar`. The form field `method` replaces the method of the request, for clients that cannot send `DELETE`. */
function setAvatarFor({ credentials, errors }: Authentication): Endpoint {
  return defineEndpoint({
    ...apiCall,
    credentials,
    errors: asUpload(errors),
    async parse(request, context): Promise<Command> {
      const form = await readUpload(context);
      const ignored = ignoredParameters(request, form.fields);
      const method = form.fields.get('method') ?? 'POST';
      switch (method) {
        case 'POST':
          return { act: 'replace', ...(await onlyFile(form, context)), ignored };
        case 'DELETE':
          return { act: 'remove', ignored };
        default:
          throw new MethodNotAllowed(method, AVATAR_METHODS);
      }
    },
    async core(command, context) {
      switch (command.act) {
        case 'replace':
          return { state: await replace(command, context), ignored: command.ignored };
        case 'remove':
          return { state: await remove(context), ignored: command.ignored };
      }
    },
    present: changed,
  });
}

/** `DELETE /api/v1/users/me/avatar` */
function deleteAvatarFor({ credentials, errors }: Authentication): Endpoint {
  return defineEndpoint({
    ...apiCall,
    credentials,
    errors,
    // The Python client sends the parameters of a DELETE in the body, zulip-js in the query.
    parse: async (request, { body }) => ({ ignored: ignoredParameters(request, await readForm(body)) }),
    core: async ({ ignored }, context) => ({ state: await remove(context), ignored }),
    present: changed,
  });
}

export const setAvatar = setAvatarFor(apiCall);
export const deleteAvatar = deleteAvatarFor(apiCall);

const bySession = { credentials: sessionCredentials, errors: sessionErrors };

/** `POST /json/users/me/avatar`, with the session of a browser. */
export const setAvatarBySession = setAvatarFor(bySession);
export const deleteAvatarBySession = deleteAvatarFor(bySession);

async function replace({ file, policy }: CheckedUpload, { principal, services: { avatars } }: SignedIn): Promise<AvatarState> {
  if (!claimsToBeAPicture(file)) throw new AvatarError('unsupported_format', `Expected a picture, got ${file.type}.`, { reason: 'claim' });
  // Before the policy applies: Zulip has different messages for a file that it cannot decode and one that the policy refuses.
  const inspected = await avatars.inspect({ bytes: file.bytes, accepted: ACCEPTED });
  if (!acceptedBy(policy, ACCEPTED).includes(inspected.format)) {
    throw new AvatarError('unsupported_format', `The policy does not accept ${inspected.format}.`, { reason: 'policy' });
  }
  const { bytes, fileName } = file;
  return avatars.replace({ principal, userId: principal.userId, policy }, { bytes, fileName, accepted: ACCEPTED, inspected, via: 'zulip' });
}

/** Removes uploads only, as Zulip does since feature level 443: a person who uses Gravatar keeps it. */
async function remove({ principal, services }: SignedIn): Promise<AvatarState> {
  const change = { principal, userId: principal.userId };
  const state = await services.avatars.allowedState(change);
  return state.source === 'gravatar' ? state : services.avatars.remove(change);
}

function changed({ state, ignored }: Changed, _request: Request, { services }: SignedIn): Response {
  return success({ avatar_url: avatarUrl(state, services) }, ignored);
}
