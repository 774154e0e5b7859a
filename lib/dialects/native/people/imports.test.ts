import { describe, expect, it } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { bearer, createTestApp, type TestApp } from '@/testing/app';
import { mailTo, tokenTo } from '@/testing/in-process/verified-addresses';
import { problem, wireOf } from '@/testing/in-process/wire';
import { createMemoryRecords } from '@/testing/memory/records';
import { importLine } from './import-schemas';

const PASSWORD = 'a long enough password';

interface Sent {
  headers?: Record<string, string>;
  query?: string;
}

async function send(app: TestApp, body: string, { headers = {}, query = '' }: Sent = {}) {
  return app.ask('POST', `/api/imports${query}`, { headers: { ...app.admin().session, ...headers }, body });
}

async function imported(app: TestApp, body: string, sent?: Sent) {
  const response = await send(app, body, sent);
  const headers = ['content-type', 'x-accel-buffering', 'cache-control'].map((name) => response.headers.get(name));
  expect([response.status, ...headers]).toEqual([200, 'application/x-ndjson', 'no', 'private, no-store']);
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => importLine.parse(JSON.parse(line)));
}

const CSV = { 'Content-Type': 'text/csv' };

const failed = (code: string, problem: string, params = {}) => ({ result: 'failed', problem, code, params });

describe('POST /api/imports', () => {
  it('opens an account for each JSON line, and says what became of it', async () => {
    const app = await createTestApp();
    const ada = await app.open({ email: 'ada@example.org' });
    const lines = [
      { email: ' Grace@Example.org', name: 'Grace Hopper' },
      { email: 'ada@example.org', name: 'Another name' },
      { email: 'no address' },
      { email: 'grace@example.org' },
      { email: 'alan@example.org', role: 'admin' },
      { email: 'x@example.org', role: 'owner' },
    ].map((line) => JSON.stringify(line));
    const results = await imported(app, [...lines, '[]', '', '{'].join('\n'));
    const [created, , , , administrator] = results;
    const of = { type: 'person' };
    expect(results).toEqual([
      { ...of, row: 1, email: 'grace@example.org', result: 'created', id: expect.any(Number) },
      { ...of, row: 2, email: 'ada@example.org', result: 'existing', id: ada.id },
      { ...of, row: 3, email: null, ...failed('invalid_email', 'email: Expected an e-mail address such as ada@example.org.') },
      { ...of, row: 4, email: 'grace@example.org', ...failed('same_address', 'email: Row 1 has the same address.', { earlier: 1 }) },
      { ...of, row: 5, email: 'alan@example.org', result: 'created', id: expect.any(Number) },
      { ...of, row: 6, email: 'x@example.org', ...failed('invalid_role', 'role: Expected member or admin, got owner.', { role: 'owner' }) },
      { ...of, row: 7, email: null, ...failed('no_json_object', 'Expected a JSON object in one line.') },
      { ...of, row: 9, email: null, ...failed('no_json_object', 'Expected a JSON object in one line.') },
    ]);
    const list = async (line: typeof created) =>
      (await app.ask('GET', `/api/people/${line && 'id' in line && line.id}`, { headers: app.admin().session })).json();
    expect(await list(created)).toMatchObject({ name: 'Grace Hopper', email: 'grace@example.org', role: 'member' });
    expect(await list(administrator)).toMatchObject({ name: 'alan', role: 'admin' });
    expect((await app.records.personById(ada.id))?.name).toBe('Ada Lovelace');
  });

  it('reads CSV, and a dry run changes nothing', async () => {
    const app = await createTestApp();
    const csv = 'Name;Email\r\n"Hopper; Grace";grace@example.org\r\nAlan;alan@example.org;Turing\r\n';
    const expected = (id: unknown) => [
      { type: 'person', row: 2, email: 'grace@example.org', result: 'created', id },
      {
        type: 'person',
        row: 3,
        email: null,
        ...failed('too_many_columns', 'Expected 2 columns, got 3. Put a value with a separator in quotes.', { expected: 2, got: 3 }),
      },
    ];
    expect(await imported(app, csv, { headers: CSV, query: '?dryRun=true' })).toEqual(expected(null));
    expect(await app.records.personByEmail('grace@example.org', 'any')).toBeNull();
    expect(await imported(app, csv, { headers: CSV })).toEqual(expected(expect.any(Number)));
    expect((await app.records.personByEmail('grace@example.org', 'any'))?.name).toBe('Hopper; Grace');
  });

  it('is recorded once with its counts, beside each account', async () => {
    const app = await createTestApp();
    await imported(app, '{"email":"grace@example.org"}\n{"email":"x"}');
    const person = await app.records.personByEmail('grace@example.org', 'any');
    const { id } = app.admin();
    const by = { actor: 'person', actorId: id, address: '192.0.2.1' };
    expect((await app.records.listAudit({ actorId: id }, { limit: 2 })).map(({ id: _, at: __, ...entry }) => entry)).toEqual([
      { ...by, action: 'people-imported', subjectId: null, details: { created: 1, existing: 0, failedRows: 1 } },
      { ...by, action: 'account-created', subjectId: person?.id, details: { role: 'member', imported: true } },
    ]);
  });

  it('with a service key opens no account of an administrator', async () => {
    const app = await createTestApp();
    const json = { label: 'HR', scopes: ['people:write'] };
    const { key } = await (await app.ask('POST', '/api/service-keys', { headers: app.admin().session, json })).json();
    const lines = '{"email":"grace@example.org"}\n{"email":"eve@example.org","role":"admin"}';
    const response = await app.ask('POST', '/api/imports', { headers: bearer(key), body: lines });
    expect(
      (await response.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).problem),
    ).toEqual([undefined, 'role: A service key cannot import administrators.']);
    expect(await app.records.personByEmail('eve@example.org', 'any')).toBeNull();
  });

  it('goes on when a person signs up at the same moment', async () => {
    const records = createMemoryRecords();
    let calls = 0;
    const importPeople: typeof records.importPeople = async (people) => {
      calls += 1;
      if (calls > 1) return records.importPeople(people);
      await records.createPerson({ email: 'grace@example.org', name: 'Grace', passwordHash: 'a hash', generatedKey: '0'.repeat(40) });
      throw new AvatarError('email_taken', 'Taken.', { fields: { email: 'Taken.' }, fieldProblems: { email: { code: 'unique' } } });
    };
    const app = await createTestApp({ records, replaced: { importPeople } });
    const results = await imported(app, '{"email":"grace@example.org"}\n{"email":"alan@example.org"}');
    expect(results.map((line) => 'result' in line && line.result)).toEqual(['existing', 'created']);
  });

  it('stops after a thousand failed rows', async () => {
    const app = await createTestApp();
    const results = await imported(app, 'nothing\n'.repeat(1_600));
    expect(results).toHaveLength(1_501);
    expect(results.at(-1)).toEqual({
      type: 'stopped',
      problem: 'Stopped after 1,500 failed rows. Is this the right file?',
      code: 'too_many_failed_rows',
      params: { count: 1_500 },
    });
  });

  it('refuses a file that is too large, and a query that it does not know', async () => {
    const app = await createTestApp();
    expect(await wireOf(await send(app, 'x'.repeat(8 * 1024 * 1024 + 1)))).toEqual(problem(413, 'file_too_large'));
    expect(await wireOf(await send(app, '', { query: '?dryRun=yes' }))).toEqual(problem(400, 'invalid_request'));
  });
});

const signIn = (app: TestApp, email: string, password: string) =>
  app.ask('POST', '/session/token', { json: { email, password } }).then(async (response) => (await response.json()).code);

describe('an imported account', () => {
  it('takes no password, after the verification of a hash as for any account', async () => {
    const app = await createTestApp();
    await imported(app, '{"email":"grace@example.org"}');
    for (const email of ['grace@example.org', 'unknown@example.org']) {
      const before = app.verified();
      expect(await signIn(app, email, 'null')).not.toBe(0);
      expect(app.verified() - before).toBe(1);
    }
  });

  it('gets a password by the link that an invitation mails', async () => {
    const app = await createTestApp();
    await imported(app, '{"email":"grace@example.org"}', { query: '?invite=true' });
    await imported(app, '{"email":"grace@example.org"}', { query: '?invite=true' });
    const messages = await mailTo(app, 'grace@example.org');
    expect(messages.map(({ subject }) => subject)).toEqual(['Your Likeness account']);
    const [, token] = /reset\?token=(\S+)/.exec(messages[0]?.text ?? '') ?? [];
    const json = { token, newPassword: PASSWORD };
    expect((await app.ask('POST', '/api/password-resets/confirm', { json })).status).toBe(204);
    expect(await signIn(app, 'grace@example.org', PASSWORD)).toBe(0);
  });

  it.each([true, false])('gets a password by a reset (addresses are verified: %s)', async (verifiesAddresses) => {
    const app = await createTestApp({ verifiesAddresses });
    await imported(app, '{"email":"grace@example.org"}');
    await app.ask('POST', '/api/password-resets', { json: { email: 'grace@example.org' } });
    const [message] = await mailTo(app, 'grace@example.org');
    const [, token] = /reset\?token=(\S+)/.exec(message?.text ?? '') ?? [];
    expect((await app.ask('POST', '/api/password-resets/confirm', { json: { token, newPassword: PASSWORD } })).status).toBe(204);
    expect(await signIn(app, 'grace@example.org', PASSWORD)).toBe(0);
  });

  it('is handed over by signing up, with the answer and the message of an address without an account', async () => {
    const app = await createTestApp({ verifiesAddresses: true });
    const [line] = await imported(app, '{"email":"grace@example.org","name":"G. Hopper"}');
    const id = line && 'id' in line ? line.id : null;
    const signUp = (email: string) => app.ask('POST', '/api/accounts', { json: { email, name: 'Grace', password: PASSWORD } });
    const [known, unknown] = [await signUp('grace@example.org'), await signUp('unknown@example.org')];
    expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()]);
    const subjects = async (email: string) => (await mailTo(app, email)).map(({ subject }) => subject);
    expect(await subjects('grace@example.org')).toEqual(await subjects('unknown@example.org'));

    const token = await tokenTo(app, 'grace@example.org');
    const confirmed = await app.ask('POST', '/api/addresses/verify', { json: { token, password: PASSWORD } });
    expect([confirmed.status, await confirmed.json()]).toEqual([200, { email: 'grace@example.org', newAccount: true }]);
    expect(await signIn(app, 'grace@example.org', PASSWORD)).toBe(0);
    expect(await app.records.personByEmail('grace@example.org', 'proved')).toMatchObject({ id, name: 'Grace' });
    const audit = await app.records.listAudit({ subjectId: id ?? 0, action: 'account-claimed' }, { limit: 5 });
    expect(audit).toMatchObject([{ actorId: id, details: { role: 'member' } }]);
  });

  it('is not handed over where addresses are not verified: signing up says that there is one', async () => {
    const app = await createTestApp();
    await imported(app, '{"email":"grace@example.org"}');
    const json = { email: 'grace@example.org', name: 'Eve', password: PASSWORD };
    expect(await wireOf(await app.ask('POST', '/api/accounts', { json }))).toEqual(problem(409, 'email_taken'));
    expect(await app.records.personByEmail('grace@example.org', 'any')).toMatchObject({ passwordHash: null });
  });
});
