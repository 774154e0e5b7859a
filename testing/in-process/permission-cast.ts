import { memoryStorage } from '@/lib/storage/memory';
import { basicAuth, bearer, createTestApp, type TestApp, type TestPerson } from '../app';
import { createMemoryRecords } from '../memory/records';
import { createTables, type Tables } from '../memory/tables';
import { tiny } from './pictures';

/** Senders of requests. Each call is sent in this order: senders who may change or delete the data of others come last. */
export const SENDERS = [
  'nobody',
  'a read-only key of the owner',
  'a service key that reads people',
  'a service key that changes the policy',
  'a disabled person',
  'a deleted person',
  'a person whose picture is locked',
  'a stranger',
  'a service key that changes pictures',
  'the owner',
  'an administrator',
] as const;
export type Sender = (typeof SENDERS)[number];

const WITHOUT_ACCOUNT = ['a service key that reads people', 'a service key that changes the policy', 'a service key that changes pictures'];

/** Everyone who sends requests, and what there is to take. */
export interface Cast {
  app: TestApp;
  admin: TestPerson;
  people: Record<'the owner' | 'a stranger' | 'a disabled person' | 'a deleted person' | 'a person whose picture is locked', TestPerson>;
  readOnlyKey: string;
  serviceKeys: Record<string, { id: number; key: string }>;
  inviteId: number;
}

/** @returns gives each call the same cast, in an app and tables of its own */
export async function createCasts(): Promise<() => Promise<Cast>> {
  const [tables, storage] = [createTables(), memoryStorage()];
  const cast = await createCast(await createTestApp({ records: createMemoryRecords(tables), storage }));
  const { nextId, ...rows } = tables;
  const gravatar = await tiny('png', [9, 9, 9]);
  return async () => {
    const copy: Tables = { ...structuredClone(rows), nextId };
    // The objects are those of all copies.
    const kept = { ...storage, delete: async () => {} };
    const app = await createTestApp({ records: createMemoryRecords(copy), storage: kept, empty: true, skipsReuseWindow: true });
    app.gravatar.answer = { kind: 'picture', bytes: gravatar };
    return { ...cast, app };
  };
}

async function createCast(app: TestApp): Promise<Cast> {
  const admin = app.admin();
  const person = async (name: string) => {
    const opened = await app.open({ name });
    await app.records.addIdentity(opened.id, { issuer: 'https://sso.example.org', subject: name });
    for (const colour of [1, 2]) {
      const body = await tiny('png', [colour, opened.id, 7]);
      await done(app, 'PUT', '/api/me/avatar', { headers: opened.auth, body });
    }
    return opened;
  };
  const people = {
    'the owner': await person('Owner'),
    'a stranger': await person('Stranger'),
    'a disabled person': await person('Disabled'),
    'a deleted person': await person('Deleted'),
    'a person whose picture is locked': await person('Locked'),
  };
  const change = (sender: keyof typeof people, json: object) =>
    done(app, 'PATCH', `/api/people/${people[sender].id}`, { headers: admin.session, json });
  await change('a disabled person', { disabled: true });
  await change('a person whose picture is locked', { avatarLockedUntil: '2100-01-01T00:00:00Z', reason: 'Wait' });
  // Their picture is the blocked file.
  const removal = { headers: admin.session, json: { reason: 'Remove', block: 'everyone' } };
  await done(app, 'DELETE', `/api/people/${people['a deleted person'].id}/avatar`, removal);
  await app.records.erase(people['a deleted person'].id);
  const serviceKey = async (scope: string) =>
    (await done(app, 'POST', '/api/service-keys', { headers: admin.session, json: { label: scope, scopes: [scope] } })).json();
  return {
    app,
    admin,
    people,
    readOnlyKey: await people['the owner'].createKey(['avatar:read']),
    serviceKeys: {
      'a service key that reads people': await serviceKey('people:read'),
      'a service key that changes the policy': await serviceKey('policy:write'),
      'a service key that changes pictures': await serviceKey('avatar:write:any'),
    },
    inviteId: (await (await done(app, 'POST', '/api/invites', { headers: admin.session, json: {} })).json()).id,
  };
}

async function done(app: TestApp, method: string, path: string, options: Parameters<TestApp['ask']>[2]): Promise<Response> {
  const response = await app.ask(method, path, options);
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

/** The person whom a request concerns: the sender, if they have a picture of their own, else the owner. */
export function targetOf({ people }: Cast, sender: Sender): TestPerson {
  const isOther = sender === 'a disabled person' || sender === 'a deleted person' || sender === 'a person whose picture is locked';
  return people[isOther ? sender : 'the owner'];
}

/** Credentials as each API expects them: sessions for our own pages, keys for the other APIs, and Basic for Zulip. */
export function credentialsOf(cast: Cast, sender: Sender, path: string, dialect: string): Record<string, string> {
  const { admin, people, readOnlyKey, serviceKeys } = cast;
  if (sender === 'nobody') return {};
  const isBasic = dialect === 'zulip' && !path.startsWith('/json/');
  if (WITHOUT_ACCOUNT.includes(sender)) return bearer(serviceKeys[sender]?.key ?? '');
  if (sender === 'a read-only key of the owner') {
    return isBasic ? basicAuth(people['the owner'].email, readOnlyKey) : bearer(readOnlyKey);
  }
  const person = sender === 'an administrator' ? admin : people[sender as keyof typeof people];
  if (isBasic) return person.basic;
  // Their sessions have ended: the requests count as unauthenticated.
  const hasSession = sender !== 'a disabled person' && sender !== 'a deleted person';
  const isPage = ['native', 'next-auth', 'forms'].includes(dialect) || path.startsWith('/json/');
  return hasSession && isPage ? person.session : person.auth;
}
