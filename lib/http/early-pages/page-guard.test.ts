import { describe, expect, it } from 'vitest';
import type { Role } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { serving } from '@/testing/http';
import { SERVICES } from '@/testing/requests';
import { createPageGuard, type GuardResult, type PageAudience } from './page-guard';

/** Cookies of a person who is signed in, of one who is not, and none. */
const SIGNED_IN: Record<string, string> = { cookie: 'session=a.b.c' };
const SIGNED_OUT: Record<string, string> = { cookie: 'theme=dark' };
const NONE: Record<string, string> = {};

const ANYONE: PageAudience = { existsFor: 'anyone', personId: null };
const ADMINISTRATORS: PageAudience = { existsFor: 'administrators', personId: null };
const SETUP: PageAudience = { existsFor: 'setup', personId: null };
const person = (personId: number): PageAudience => ({ existsFor: 'administrators', personId });

/** A guard for a session of this role, and what it has read. */
function guarding(role: Role, { isSetupOpen = async () => false }: { isSetupOpen?: () => Promise<boolean> } = {}) {
  const reads: string[] = [];
  const read = <T>(name: string, value: T) => {
    reads.push(name);
    return Promise.resolve(value);
  };
  const guard = createPageGuard({
    services: {
      ...SERVICES,
      avatars: { stateOf: (id) => read(`picture of ${id}`, {}) },
      accounts: { person: (id) => read(`person ${id}`, id === 12 ? {} : null) },
      setup: { isOpen: isSetupOpen },
    },
    authenticator: {
      authenticate: (credentials) =>
        read('session', credentials.kind === 'session' ? { userId: 1, role, via: 'session' as const, scopes: [] } : null),
    },
  });
  async function ask(audience: PageAudience, headers = SIGNED_IN, method = 'GET') {
    let result: GuardResult | undefined;
    const { url } = await serving(async (request, response) => {
      result = await guard(request, response, audience);
      if (result !== 'sent') response.end();
    });
    const { status } = await fetch(url, { headers, method });
    return { result, status };
  }
  return { reads, ask: async (...of: Parameters<typeof ask>) => (await ask(...of)).result, status: ask };
}

describe('a page of administrators', () => {
  it('is missing for members, without a read more than other pages', async () => {
    const { reads, ask } = guarding('member');
    for (const audience of [ADMINISTRATORS, person(12), person(13)]) expect(await ask(audience)).toBe('missing');
    expect(new Set(reads)).toEqual(new Set(['session', 'picture of 1']));
  });

  it('is found for administrators', async () => {
    const { reads, ask } = guarding('admin');
    expect(await ask(ADMINISTRATORS)).toBe('found');
    expect(reads).toEqual(['session', 'picture of 1']);
  });

  it.each([{ headers: NONE }, { headers: SIGNED_OUT }])('is left to the page, which asks strangers to sign in: %j', async ({ headers }) => {
    expect(await guarding('member').ask(person(13), headers)).toBe('found');
  });

  it('about a person is missing for administrators if there is no such person', async () => {
    const { reads, ask } = guarding('admin');
    expect(await ask(person(12))).toBe('found');
    expect(await ask(person(13))).toBe('missing');
    expect(await ask(person(9_999_999_999))).toBe('missing');
    expect(reads.filter((name) => name.startsWith('person'))).toEqual(['person 12', 'person 13']);
  });
});

describe('the setup', () => {
  it.each([{ headers: NONE }, { headers: SIGNED_IN }])(
    'is missing once it is over, with and without a session: %j',
    async ({ headers }) => {
      expect(await guarding('admin').ask(SETUP, headers)).toBe('missing');
      expect(await guarding('member', { isSetupOpen: async () => true }).ask(SETUP, headers)).toBe('found');
    },
  );

  it('is 503 while the database does not answer, for strangers too', async () => {
    const failure = new AvatarError('database_unavailable', 'Down.', { retryAfterSeconds: 5 });
    const { status } = guarding('member', { isSetupOpen: () => Promise.reject(failure) });
    expect(await status(SETUP, NONE)).toEqual({ result: 'sent', status: 503 });
  });
});

it('other pages of strangers, and requests that do not read, cause no read', async () => {
  const { reads, ask } = guarding('member');
  expect(await ask(ANYONE, NONE)).toBe('found');
  expect(await ask(ADMINISTRATORS, undefined, 'OPTIONS')).toBe('found');
  expect(reads).toEqual([]);
});

it('a failure that the guard does not know is left to the page', async () => {
  expect(await guarding('member', { isSetupOpen: () => Promise.reject(new Error('unexpected')) }).ask(SETUP)).toBe('found');
});
