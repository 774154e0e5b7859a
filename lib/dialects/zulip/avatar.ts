import { acceptedBy } from '@/lib/avatars/policy';
import type { AvatarState } from '@/lib/avatars/ports';
import { AvatarError, isAvatarError } from '@/lib/errors';
import type { FilePart } from '@/lib/http/body/multipart';
import { sessionCredentials } from '@/lib/http/credentials';
import { defineEndpoint } from '@/lib/http/endpoint';
import { MethodNotAllowed } from '@/lib/http/methods';
import { decodeHeader } from '@/lib/imaging/decode/header';
import type { InputFormat } from '@/lib/imaging/media-types';
import { success } from './answers';
import { asUpload, sessionErrors, zulipErrors } from './errors';
import { claimsToBeAPicture } from './image-type';
import { ignoredParameters, readForm } from './parameters';
import { apiCall, type SignedIn } from './shared';
import { onlyFile, readUpload } from './upload';
import { avatarUrl } from './urls';

/** In the order in which they are declared, which is the order in which a refusal lists them. */
const AVATAR_METHODS = ['POST', 'DELETE'] as const;

/** What Zulip's own decoder takes. */
const ACCEPTED: readonly InputFormat[] = ['jpeg', 'png', 'gif', 'webp', 'avif', 'heic', 'tiff'];

type Command = { ignored: string[] } & ({ act: 'replace'; file: FilePart } | { act: 'remove' });

interface Changed {
  state: AvatarState;
  ignored: string[];
}

/**
 * `POST /api/v1/users/me/avatar`. A form field `method` makes the same address and verb stand for another: browsers of old and some
 * clients cannot send `DELETE`.
 */
export const setAvatar = defineEndpoint({
  ...apiCall,
  errors: asUpload(zulipErrors),
  async parse(request, context): Promise<Command> {
    const form = await readUpload(request, context);
    const ignored = ignoredParameters(request, form.fields);
    const method = form.fields.get('method') ?? 'POST';
    switch (method) {
      case 'POST':
        return { act: 'replace', file: await onlyFile(form, context), ignored };
      case 'DELETE':
        return { act: 'remove', ignored };
      default:
        throw new MethodNotAllowed(method, AVATAR_METHODS);
    }
  },
  async core(command, context) {
    switch (command.act) {
      case 'replace':
        return { state: await replace(command.file, context), ignored: command.ignored };
      case 'remove':
        return { state: await remove(context), ignored: command.ignored };
    }
  },
  present: changed,
});

/** `DELETE /api/v1/users/me/avatar` */
export const deleteAvatar = defineEndpoint({
  ...apiCall,
  // The Python client has the parameters of a DELETE in its body, zulip-js in the query.
  parse: async (request) => ({ ignored: ignoredParameters(request, await readForm(request)) }),
  core: async ({ ignored }, context) => ({ state: await remove(context), ignored }),
  present: changed,
});

const bySession = { credentials: sessionCredentials };

/** The same for the session of a browser, at `/json/users/me/avatar`. */
export const setAvatarBySession = { ...setAvatar, ...bySession, errors: asUpload(sessionErrors) };
export const deleteAvatarBySession = { ...deleteAvatar, ...bySession, errors: sessionErrors };

async function replace(file: FilePart, { principal, services }: SignedIn): Promise<AvatarState> {
  if (!claimsToBeAPicture(file)) throw new AvatarError('unsupported_format', `Expected a picture, got ${file.type}.`, { reason: 'claim' });
  const format = await readableFormat(file.bytes);
  if (!acceptedBy(await services.policies.policy(), ACCEPTED).includes(format)) {
    throw new AvatarError('unsupported_format', `The policy does not accept ${format}.`, { reason: 'policy' });
  }
  return services.avatars.replace({ principal, userId: principal.userId }, { ...file, accepted: ACCEPTED });
}

/**
 * Zulip has one message for a header that cannot be read and another for pixels that cannot; the core has one code for both. It has a
 * cause where the library could not open the file; without one, the header was read and the file found to break off behind it.
 */
async function readableFormat(bytes: Uint8Array): Promise<InputFormat> {
  try {
    return (await decodeHeader(bytes, ACCEPTED)).format;
  } catch (error) {
    if (!isAvatarError(error) || error.code !== 'corrupt_image' || !error.cause) throw error;
    throw new AvatarError('unsupported_format', error.message, {}, { cause: error });
  }
}

/** Only an upload is taken away, as Zulip does since feature level 443: whoever uses Gravatar goes on doing so. */
async function remove({ principal, services }: SignedIn): Promise<AvatarState> {
  const change = { principal, userId: principal.userId };
  const state = await services.avatars.allowedState(change);
  return state.source === 'gravatar' ? state : services.avatars.remove(change);
}

function changed({ state, ignored }: Changed, _request: Request, { services }: SignedIn): Response {
  return success({ avatar_url: avatarUrl(state, services) }, ignored);
}
