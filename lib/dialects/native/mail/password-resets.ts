import { readJson } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { anonymous, native, PRIVATE, refuseForeignPage } from '../parts';
import { passwordReset, passwordResetRequest } from './mail-schemas';

/** `POST /api/password-resets`. The same answer for every address, so that it does not tell which of them have an account. */
export const requestPasswordReset = defineEndpoint({
  ...native,
  access: 'anyone',
  credentials: anonymous,
  parse: async (request, { body, services }) => {
    refuseForeignPage(request, services);
    return parseFields(passwordResetRequest, await readJson(body));
  },
  core: ({ email }, { services }) => services.passwordResets.request(email),
  present: () =>
    Response.json(
      { message: 'If an account has this e-mail address, a message with a link was sent to it.' },
      { status: 202, headers: PRIVATE },
    ),
});

/** `POST /api/password-resets/confirm` */
export const confirmPasswordReset = defineEndpoint({
  ...native,
  access: 'anyone',
  credentials: anonymous,
  parse: async (request, { body, services }) => {
    refuseForeignPage(request, services);
    return parseFields(passwordReset, await readJson(body));
  },
  core: ({ token, newPassword }, { services }) => services.passwordResets.confirm(token, newPassword),
  present: () => new Response(null, { status: 204, headers: PRIVATE }),
});
