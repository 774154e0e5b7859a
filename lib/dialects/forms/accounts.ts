import { defineForm } from '@/lib/http/forms/define-form';
import { type SentForm, textsOf } from '@/lib/http/forms/fields';
import { createAccount } from '../native/account/account';
import { verifyAddress } from '../native/addresses/verification';
import { confirmPasswordReset, requestPasswordReset } from '../native/mail/password-resets';
import { completeSetup } from '../native/registration/setup';
import { enter, targetOf } from './sign-in';

/** Where the first administrator goes on. */
const ORGANIZATION = '/settings/organization';

/** Fields, and parameters of the page, such as the token of a link. */
const from = (sent: SentForm, names: readonly string[], parameters: readonly string[] = []) => ({
  ...textsOf({ ...sent, fields: sent.query }, parameters),
  ...textsOf(sent, names),
});

const entered = ({ fields }: SentForm) => ({ email: (fields.get('email') ?? '').trim(), password: fields.get('password') ?? '' });

/** `POST /api/forms/sign-up`: opens an account and signs in, or mails a link. */
export const signUp = defineForm({
  name: 'sign-up',
  page: '/sign-up',
  query: ['invite', 'callbackUrl'],
  endpoint: createAccount,
  json: (sent) => from(sent, ['name', 'email', 'password'], ['invite']),
  kept: ['name', 'email'],
  next({ status }, { form, request, services }) {
    const account = entered(form);
    if (status === 202) return { outcome: { done: { email: account.email } } };
    return enter(account, { request, services, target: targetOf(form.query, services) });
  },
});

/** `POST /api/forms/setup`: the account of the first administrator. */
export const setUp = defineForm({
  name: 'setup',
  page: '/setup',
  query: ['code'],
  endpoint: completeSetup,
  json: (sent) => ({ ...from(sent, ['name', 'email', 'password']), code: (sent.fields.get('code') ?? '').trim() }),
  kept: ['name', 'email', 'code'],
  next: (_response, { form, request, services }) => enter(entered(form), { request, services, target: ORGANIZATION }),
});

/** `POST /api/forms/setup/promote`: the account that is signed in becomes the administrator's. */
export const promote = defineForm({
  name: 'setup/promote',
  page: '/setup',
  query: ['code'],
  endpoint: completeSetup,
  takesSession: true,
  json: ({ fields }) => ({ code: (fields.get('code') ?? '').trim() }),
  kept: ['code'],
  next: () => ({ page: ORGANIZATION }),
});

/** `POST /api/forms/forgot`: the same answer for every address. */
export const forgot = defineForm({
  name: 'forgot',
  page: '/forgot',
  endpoint: requestPasswordReset,
  json: (sent) => from(sent, ['email']),
  kept: ['email'],
  next: (_response, { form }) => ({ outcome: { done: { email: entered(form).email } } }),
});

/** `POST /api/forms/reset` with the token of its page. */
export const reset = defineForm({
  name: 'reset',
  page: '/reset',
  query: ['token'],
  endpoint: confirmPasswordReset,
  json: (sent) => from(sent, ['newPassword'], ['token']),
  next: () => ({ page: '/reset', outcome: { done: {} } }),
});

/** `POST /api/forms/verify` with the token of its page. */
export const verify = defineForm({
  name: 'verify',
  page: '/verify',
  query: ['token', 'new'],
  endpoint: verifyAddress,
  json: (sent) => from(sent, ['password'], ['token']),
  next: async (response) => ({ page: '/verify', outcome: { done: await response.json() } }),
});
