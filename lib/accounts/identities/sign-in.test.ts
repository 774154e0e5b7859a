import { describe, expect, it } from 'vitest';
import { sharedRecords } from '@/testing/memory/records';
import { hex, newPerson, type Records } from '@/testing/records';
import { createBackground } from '../links/background';
import { createSessions } from '../sessions/sessions';
import { createOidcSignIn, type OidcSignInParts } from './sign-in';

const shared = sharedRecords();

const settings = {
  issuer: 'https://sso.example.org',
  clientId: 'likeness',
  clientSecret: 'a secret of the client',
  name: 'Example SSO',
  scopes: ['openid'],
  allowedDomains: [],
  allowedGroups: [],
  groupsClaim: 'groups',
  adminGroup: undefined,
  picture: 'fallback',
} as const;

const from = { userAgent: 'Firefox', address: '192.0.2.1' };

function signInWith(replaced: Partial<Records>, others: Partial<Pick<OidcSignInParts, 'background' | 'takePicture'>> = {}) {
  const records = { ...shared(), ...replaced };
  const report = (error: unknown) => expect.unreachable(String(error));
  return createOidcSignIn({
    settings,
    records,
    accounts: { sessions: createSessions(records) },
    registration: { admit: async () => ({}) },
    background: createBackground(report),
    report,
    takePicture: async () => false,
    onRefused: async () => {},
    ...others,
  });
}

/** Signs a person in whose address an account has that an administrator imported. */
async function imported(replaced: (userId: number) => Partial<Records>) {
  const email = `${hex(8)}@example.org`;
  const account = { email, name: 'Imported', passwordHash: null, generatedKey: hex(), proof: 'administrator' } as const;
  const { id } = await shared().createPerson(account);
  const oidc = signInWith(replaced(id));
  const claims = { sub: hex(), email, email_verified: true };
  return { id, signIn: () => oidc.finish(claims, { intent: 'sign-in', current: null, from }) };
}

describe('an account that an administrator imported', () => {
  it('goes to a person who comes with two tabs at once, and signs in both', async () => {
    let arrived = 0;
    let release = () => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { id, signIn } = await imported(() => ({
      async identitiesOf(userId) {
        const identities = await shared().identitiesOf(userId);
        arrived += 1;
        if (arrived === 2) release();
        await both;
        return identities;
      },
    }));
    const signedIn = { kind: 'signed-in', userId: id, sid: expect.any(String) };
    expect(await Promise.all([signIn(), signIn()])).toEqual([signedIn, signedIn]);
    expect(await shared().identitiesOf(id)).toHaveLength(1);
  });

  it('stays with the person who has just got it by a mailed link', async () => {
    const { id, signIn } = await imported((userId) => ({
      async addIdentity(...account) {
        await shared().changePassword(userId, { passwordVersion: 1, passwordHash: 'of the link', keep: null });
        return shared().addIdentity(...account);
      },
    }));
    expect(await signIn()).toEqual({ kind: 'refused', reason: 'oidc_link' });
    expect([await shared().identitiesOf(id), await shared().sessionsOf(id)]).toEqual([[], []]);
  });
});

it('an identity is not connected by a session that has ended meanwhile, such as by a mailed reset of the password', async () => {
  const { id: userId } = await newPerson(shared());
  const sessionId = await createSessions(shared()).open(userId, from);
  const oidc = signInWith({
    async addIdentity(...account) {
      await shared().changePassword(userId, { passwordVersion: 1, passwordHash: 'of another person', keep: null });
      return shared().addIdentity(...account);
    },
  });
  const current = { userId, role: 'member', via: 'session', scopes: [], sessionId } as const;
  const outcome = await oidc.finish({ sub: hex() }, { intent: 'connect', current, from });
  expect(outcome).toEqual({ kind: 'refused', reason: 'sign_in_again' });
  expect(await shared().identitiesOf(userId)).toEqual([]);
});

describe('the picture that the provider gives', () => {
  const ADA = 'https://sso.example.org/ada.png';
  const claims = { sub: hex(), email: `${hex(8)}@example.org`, email_verified: true, picture: ADA };
  const known = async () => (await shared().identityOf({ issuer: settings.issuer, subject: claims.sub }))?.identity;

  async function signIn(isFetched: boolean, picture = ADA) {
    const background = createBackground((error) => Promise.reject(error));
    const oidc = signInWith({}, { background, takePicture: async () => isFetched });
    await oidc.finish({ ...claims, picture }, { intent: 'sign-in', current: null, from });
    await background.settled();
  }

  it('is known to the picture page, also if the person has one of their own', async () => {
    await signIn(false);
    expect(await known()).toMatchObject({ pictureUrl: ADA, pictureAt: null });
    await signIn(true);
    expect(await known()).toMatchObject({ pictureUrl: ADA, pictureAt: expect.any(Date) });
    // It was fetched a moment ago.
    await signIn(false);
    expect(await known()).toMatchObject({ pictureUrl: ADA, pictureAt: expect.any(Date) });
    await signIn(false, `${ADA}?v=2`);
    expect(await known()).toMatchObject({ pictureUrl: `${ADA}?v=2`, pictureAt: null });
  });
});
