import { defineForm } from '@/lib/http/forms/define-form';
import { ownPage } from '@/lib/http/forms/own-page';
import { languageCookie } from '@/lib/languages/language-cookie';
import { passOn } from './sign-in';

const HOME = '/';

/** `POST /api/forms/language`: the language of pages for a visitor. The form is on every page, and leads back to it. */
export const chooseLanguage = defineForm({
  name: 'language',
  page: HOME,
  endpoint: passOn,
  json: () => null,
  next: (_response, { form: { fields }, request, services: { baseUrl } }) => ({
    page: ownPage(request.headers.get('referer'), { baseUrl, home: HOME, isPage: (path) => !path.startsWith('/api/') }),
    cookies: [languageCookie(fields.get('language'), baseUrl.startsWith('https:'))],
  }),
});
