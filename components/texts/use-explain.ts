import { useLocale, useTexts } from './texts';

/** A failure of a request, as far as a person is told of it. */
interface Explained {
  code: string;
  detail: string;
}

/** The codes that have a text of their own. `timeout`, `aborted` and codes to come have the common one. */
const TEXTS = {
  offline: 'offline',
  unreachable: 'unreachable',
  not_authenticated: 'not_authenticated',
  cross_origin: 'cross_origin',
  rate_limited: 'rate_limited',
  storage_full: 'storage_full',
  database_unavailable: 'database_unavailable',
  account_disabled: 'account_disabled',
  registration_refused: 'registration_refused',
  invite_invalid: 'invite_invalid',
} as const;

/** Failures before a response, and those about the address of the page, which the server knows less of. */
const OURS = new Set(['offline', 'unreachable', 'not_authenticated', 'cross_origin']);

const FIELDS = { email: 'email', name: 'name', publicName: 'name', password: 'password', newPassword: 'password' } as const;

/**
 * Says in the language of the page what failed, by the code of the failure. The server writes details in English, with more than its code
 * says: they are shown on pages in English.
 */
export function useExplain() {
  const t = useTexts('common.errors');
  const field = useTexts('common.fields');
  const isEnglish = useLocale().startsWith('en');

  return {
    /** A failure that concerns no single field. */
    failure({ code, detail }: Explained): string {
      if (isEnglish && detail && !OURS.has(code)) return detail;
      const key = Object.hasOwn(TEXTS, code) ? TEXTS[code as keyof typeof TEXTS] : 'other';
      return t(key, key === 'cross_origin' ? { origin: window.location.origin } : {});
    },
    /** Problems by field. */
    fields(problems: Record<string, string>): Record<string, string> {
      if (isEnglish) return problems;
      const textOf = (name: string) => field(Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof typeof FIELDS] : 'other');
      return Object.fromEntries(Object.keys(problems).map((name) => [name, textOf(name)]));
    },
    connection: () => t('connection'),
  };
}
