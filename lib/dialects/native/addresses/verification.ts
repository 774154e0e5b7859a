import { readJson } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { anonymous, native, PRIVATE, refuseForeignPage } from '../parts';
import { addressConfirmation, type ConfirmedAddressResource, type LinkMailed } from './address-schemas';

/** `POST /api/addresses/verify`. No GET does it: mail scanners open links. */
export const verifyAddress = defineEndpoint({
  ...native,
  access: 'anyone',
  // The link may be opened in a browser where another person is signed in.
  credentials: anonymous,
  parse: async (request, { body, services }) => {
    refuseForeignPage(request, services);
    return parseFields(addressConfirmation, await readJson(body));
  },
  core: ({ token, password }, { services }) => services.verification.confirm(token, password),
  present: ({ email, isNewAccount }) =>
    Response.json({ email, newAccount: isNewAccount } satisfies ConfirmedAddressResource, { headers: PRIVATE }),
});

/** The answer to a request for a link: the same for every address, so that it does not tell which of them have an account. */
export function presentLinkMailed(): Response {
  const mailed: LinkMailed = { message: 'A message with a link was sent to this address. The link works for an hour.' };
  return Response.json(mailed, { status: 202, headers: PRIVATE });
}
