import { describe, expect, it } from 'vitest';
import type { OidcSettings } from '@/lib/accounts/identities/settings';
import type { GravatarAnswer } from '@/lib/avatars/ports';
import { createTestApp, type TestAppOptions } from '@/testing/app';
import { tiny } from '@/testing/in-process/pictures';

const PATH = '/api/me/avatar/directory';
const ISSUER = 'https://sso.example.org';
const URL_OF_PICTURE = 'https://sso.example.org/pictures/ada.png';

const oidc: OidcSettings = {
  issuer: ISSUER,
  clientId: 'likeness',
  clientSecret: 'secret',
  name: 'Example SSO',
  scopes: ['openid'],
  allowedDomains: [],
  allowedGroups: [],
  groupsClaim: 'groups',
  adminGroup: undefined,
  picture: 'fallback',
};

/** A person whose provider has this answer about their picture. */
async function open(
  answer: GravatarAnswer,
  {
    pictureUrl = URL_OF_PICTURE as string | null,
    issuer = ISSUER,
    ...options
  }: TestAppOptions & { pictureUrl?: string | null; issuer?: string } = {},
) {
  const asked: string[] = [];
  const pictureAt = async (url: string) => {
    asked.push(url);
    return answer;
  };
  const app = await createTestApp({ oidc, pictureAt, ...options });
  const ada = await app.open();
  const { id } = await app.records.addIdentity(ada.id, { issuer, subject: 'ada' });
  if (pictureUrl !== null) await app.records.touchIdentity(id, { pictureUrl, pictureAt: null });
  const get = (headers: Record<string, string> = ada.session) => app.ask('GET', PATH, { headers });
  const refusal = async (headers?: Record<string, string>) => {
    const response = await get(headers);
    const { code, detail } = await response.json();
    return { status: response.status, code, detail };
  };
  return { app, ada, asked, get, refusal };
}

const picture = async (): Promise<GravatarAnswer> => ({ kind: 'picture', bytes: await tiny('png', [20, 60, 220]) });

describe('GET /api/me/avatar/directory', () => {
  it('returns the picture that the provider has of the person, and stores nothing', async () => {
    const { app, ada, asked, get } = await open(await picture());
    const response = await get();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': "attachment; filename*=UTF-8''directory",
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(await tiny('png', [20, 60, 220]));
    expect(asked).toEqual([URL_OF_PICTURE]);
    expect(app.storage.calls).toEqual([]);
    expect((await app.avatars.stateOf(ada.id)).source).toBe('none');
  });

  it.each<[string, GravatarAnswer, object]>([
    [
      'has none any more',
      { kind: 'none' },
      { status: 404, code: 'no_picture', detail: 'Your organization has no picture of you any more.' },
    ],
    [
      'does not answer',
      { kind: 'failed' },
      { status: 502, code: 'address_unreachable', detail: 'The picture of your organization could not be fetched.' },
    ],
    ['has no picture but text', { kind: 'picture', bytes: new TextEncoder().encode('hello') }, { status: 415, code: 'unsupported_format' }],
  ])('explains that the provider %s', async (_what, answer, expected) => {
    expect(await (await open(answer)).refusal()).toMatchObject(expected);
  });

  it('asks for nothing where no picture is known, or only one of another provider', async () => {
    for (const options of [{ pictureUrl: null }, { issuer: 'https://other.example.org' }]) {
      const { asked, refusal } = await open(await picture(), options);
      expect(await refusal()).toEqual({ status: 404, code: 'no_picture', detail: 'Your organization has no picture of you.' });
      expect(asked).toEqual([]);
    }
  });

  it('refuses a picture that is larger than an upload may be', async () => {
    const { refusal } = await open({ kind: 'picture', bytes: new Uint8Array(5000) }, { maxUploadBytes: 4000 });
    expect(await refusal()).toMatchObject({ status: 413, code: 'file_too_large' });
  });

  it('is for people who may change their picture', async () => {
    const { app, asked, refusal } = await open(await picture());
    expect(await refusal({})).toMatchObject({ status: 401 });
    await app.ask('PATCH', '/api/policy', { headers: app.admin().auth, json: { avatarChangesDisabled: true } });
    expect(await refusal()).toMatchObject({ status: 403, code: 'changes_disabled' });
    expect(asked).toEqual([]);
  });

  it('counts against the limits of the person', async () => {
    const { get, refusal } = await open(await picture());
    for (let count = 0; count < 60; count += 1) expect((await get()).status).toBe(200);
    expect(await refusal()).toMatchObject({
      status: 429,
      detail: 'Too many requests. Expected at most 60 in an hour. Try again in 60 minutes.',
    });
  });

  it('is not found on a server without a provider', async () => {
    const app = await createTestApp();
    const response = await app.ask('GET', PATH, { headers: (await app.open()).session });
    expect([response.status, (await response.json()).code]).toEqual([404, 'not_found']);
  });
});
