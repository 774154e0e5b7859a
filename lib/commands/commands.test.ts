import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp } from '@/testing/app';
import { commandsOf, GENERATED } from '@/testing/in-process/commands';
import { createMemoryRecords } from '@/testing/memory/records';

const newest = async (app: TestApp, limit = 1) =>
  (await app.records.listAudit({}, { limit })).map(({ actor, actorId, action, subjectId, address, details }) => ({
    actor,
    actorId,
    action,
    subjectId,
    address,
    details,
  }));

const byCommand = (action: string, subjectId: number | null, details = {}) => ({
  actor: 'command',
  actorId: null,
  action,
  subjectId,
  address: null,
  details,
});

async function started(options: { sendsMail?: boolean; verifiesAddresses?: boolean } = {}) {
  const app = await createTestApp({ verifiesAddresses: options.verifiesAddresses });
  return { app, run: commandsOf(app, options) };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('npm run admin -- create', () => {
  it('opens an account with a proved address, and prints the password that it generated', async () => {
    const { app, run } = await started({ verifiesAddresses: true });
    const { code, out } = await run(['create', '--email', 'Bob@example.org', '--name', 'Bob', '--role', 'admin']);
    const id = Number(out.split('\t')[0]);
    expect([code, out]).toEqual([0, `${id}\tadmin\tbob@example.org\tBob\nPassword: ${GENERATED}\n`]);
    expect(await app.records.addressesOf(id)).toMatchObject([{ email: 'bob@example.org', proof: 'administrator' }]);
    expect(await newest(app)).toEqual([byCommand('account-created', id, { role: 'admin' })]);
  });

  it('says which field is wrong, and creates nothing', async () => {
    const { app, run } = await started();
    const { code, out, err } = await run(['create', '--email', 'bob@example.org', '--name', 'Bob'], { password: 'short' });
    expect([code, out, err]).toEqual([1, '', expect.stringContaining('password: Expected at least 8 characters.')]);
    expect(await app.records.personByEmail('bob@example.org', 'any')).toBeNull();
  });
});

describe('npm run admin -- list', () => {
  it('has the oldest accounts first, filters them, and prints JSON as the API has it', async () => {
    const { app, run } = await started();
    // No hexadecimal digits in the name that is searched for: e-mail addresses of the test have random ones.
    const [zoe, bob] = [await app.open({ name: 'Zoe' }), await app.open({ name: 'Bob' })];
    const admin = app.admin();
    await app.records.changePerson(bob.id, { disabled: true });
    const line = ({ id, email }: { id: number; email: string }, name: string, role = 'member') => `${id}\t${role}\t${email}\t${name}\n`;
    expect((await run(['list'])).out).toBe(line(admin, 'Admin', 'admin') + line(zoe, 'Zoe') + line(bob, 'Bob'));
    expect((await run(['list', '--role', 'admin'])).out).toBe(line(admin, 'Admin', 'admin'));
    expect((await run(['list', '--state', 'disabled'])).out).toBe(line(bob, 'Bob'));
    expect((await run(['list', '--search', 'zo', '--role', 'member'])).out).toBe(line(zoe, 'Zoe'));
    const { people } = await (await app.ask('GET', '/api/people?state=disabled', { headers: admin.session })).json();
    expect(JSON.parse((await run(['list', '--state', 'disabled', '--json'])).out)).toEqual(people);
    expect(await run(['list', '--search', 'nothing-like-it'])).toEqual({ code: 0, out: '', err: '' });
    expect(JSON.parse((await run(['list', '--search', 'nothing-like-it', '--json'])).out)).toEqual([]);
  });

  it('has everyone of more people than one query takes', async () => {
    const records = createMemoryRecords();
    const run = commandsOf(await createTestApp({ records }));
    for (let at = 0; at < 501; at += 1)
      await records.createPerson({ email: `p${at}@example.org`, name: `P${at}`, passwordHash: 'a hash', generatedKey: `key ${at}` });
    const names = (await run(['list'])).out
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[3]);
    expect(names).toEqual(['Admin', ...Array.from({ length: 501 }, (_, at) => `P${at}`)]);
  });
});

describe('npm run admin -- promote, demote, disable, enable', () => {
  it('change one account by id or address, and are recorded', async () => {
    const { app, run } = await started();
    const { id, email, session } = await app.open({ name: 'Ada' });
    const statusOf = async () => (await app.ask('GET', '/api/me', { headers: session })).status;
    expect(await run(['promote', email.toUpperCase()])).toEqual({ code: 0, out: `${id}\tadmin\t${email}\tAda\n`, err: '' });
    expect(await run(['demote', String(id)])).toEqual({ code: 0, out: `${id}\tmember\t${email}\tAda\n`, err: '' });
    expect(await statusOf()).toBe(200);
    expect((await run(['disable', email])).code).toBe(0);
    expect(await statusOf()).toBe(401);
    expect((await run(['enable', email])).code).toBe(0);
    expect(await statusOf()).toBe(401);
    expect(await newest(app, 4)).toEqual([
      byCommand('account-enabled', id),
      byCommand('account-disabled', id),
      byCommand('role-changed', id, { role: 'member' }),
      byCommand('role-changed', id, { role: 'admin' }),
    ]);
  });

  it('say what they expected', async () => {
    const { app, run } = await started();
    const { email } = app.admin();
    for (const command of ['demote', 'disable'])
      expect(await run([command, email])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('last administrator') });
    expect(await run(['promote', 'nobody@example.org'])).toEqual({
      code: 1,
      out: '',
      err: 'Expected the id or the e-mail address of an account, got nobody@example.org.\n',
    });
    expect(await run(['promote'])).toMatchObject({ code: 1, err: expect.stringContaining("missing required argument 'person'") });
    expect(await run(['list', '--role', 'king'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('Allowed choices are member, admin.'),
    });
  });
});

describe('npm run admin -- invite', () => {
  it('prints a link that opens accounts as it says', async () => {
    const { app, run } = await started();
    const { code, out } = await run(['invite', '--role', 'admin', '--uses', '2', '--days', '30']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^https:\/\/pictures\.example\.org\/sign-up\?invite=[\w-]{32}\n$/)]);
    const [invite] = await app.records.invites();
    expect(invite).toMatchObject({ createdBy: app.admin().id, role: 'admin', email: null, maxUses: 2, uses: 0 });
    expect(await newest(app)).toEqual([byCommand('invite-created', null, { inviteId: invite?.id, role: 'admin' })]);
    const json = { email: 'bob@example.org', name: 'Bob', password: 'correct horse battery', invite: out.trim().split('=')[1] };
    const account = await (await app.ask('POST', '/api/accounts', { json })).json();
    expect(await app.records.personById(account.id)).toMatchObject({ email: 'bob@example.org', role: 'admin' });
  });

  it('belongs to the administrator of --by', async () => {
    const { app, run } = await started();
    const [other, ada] = [await app.open({ role: 'admin' }), await app.open()];
    expect((await run(['invite', '--by', other.email])).code).toBe(0);
    expect(await app.records.invites()).toMatchObject([{ createdBy: other.id }]);
    expect(await run(['invite', '--by', ada.email])).toMatchObject({
      code: 1,
      err: `Expected an administrator whose account is enabled, got ${ada.email}.\n`,
    });
  });

  it('is mailed with --send, where mail is sent', async () => {
    const { app, run } = await started({ sendsMail: true });
    const { out } = await run(['invite', '--email', 'Bob@example.org', '--send']);
    expect(await app.records.listMessages(10)).toMatchObject([{ to: 'bob@example.org', text: expect.stringContaining(out.trim()) }]);
    expect(await run(['invite', '--send'])).toMatchObject({ code: 1, err: 'Expected --email with --send, got none.\n' });
    const silent = commandsOf(app);
    expect(await silent(['invite', '--email', 'bob@example.org', '--send'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('SMTP_URL'),
    });
    expect(await app.records.invites()).toHaveLength(1);
  });

  it('is for as many accounts and days as the API allows', async () => {
    const { run } = await started();
    expect(await run(['invite', '--uses', 'two'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('maxUses: Expected a whole number.'),
    });
    expect(await run(['invite', '--days', '366'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('expiresInDays: Expected at most 365.'),
    });
  });
});

describe('npm run admin -- reset', () => {
  it('prints a link that gives the account a new password', async () => {
    const { app, run } = await started();
    const ada = await app.open();
    const { code, out } = await run(['reset', ada.email, '--print']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^https:\/\/pictures\.example\.org\/reset\?token=[\w-]{43}\n$/)]);
    expect(await newest(app)).toEqual([byCommand('reset-link-created', ada.id)]);
    const json = { token: out.trim().split('=')[1], newPassword: 'another long password' };
    expect((await app.ask('POST', '/api/password-resets/confirm', { json })).status).toBe(204);
    expect((await app.ask('GET', '/api/me', { headers: ada.session })).status).toBe(401);
    expect(await app.records.listMessages(10)).toMatchObject([{ to: ada.email, subject: 'Your Likeness password was changed' }]);
  });

  it('mails the link where mail is sent, and does not print it', async () => {
    const { app, run } = await started({ sendsMail: true });
    const { email } = await app.open();
    expect(await run(['reset', email])).toEqual({ code: 0, out: `Mail with a link is on its way to ${email}.\n`, err: '' });
    expect(await app.records.listMessages(10)).toMatchObject([{ to: email, text: expect.stringContaining('/reset?token=') }]);
  });

  it('is refused without a way to the person', async () => {
    const { app, run } = await started();
    const { id, email } = await app.open();
    expect(await run(['reset', email])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('Expected --print') });
    await app.records.changePerson(id, { disabled: true });
    expect(await run(['reset', email, '--print'])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('account is disabled') });
  });
});

describe('npm run admin -- verify', () => {
  it('makes an address a proved one, so that its picture is shown', async () => {
    const { app, run } = await started({ verifiesAddresses: true });
    const { id, email } = await app.open();
    expect(await run(['verify', email.toUpperCase()])).toEqual({ code: 0, out: `${email} is proved, for person ${id}.\n`, err: '' });
    const [address] = await app.records.addressesOf(id);
    expect(address).toMatchObject({ email, proof: 'administrator' });
    expect(await newest(app)).toEqual([byCommand('address-verified', id, { addressId: address?.id, proof: 'administrator' })]);
    expect(await run(['verify', 'nobody@example.org'])).toMatchObject({ code: 1, err: expect.stringContaining('got nobody@example.org') });
  });

  it('leaves the proof of a link as it is', async () => {
    const { app, run } = await started();
    const { id, email } = await app.open({ proof: 'link' });
    expect((await run(['verify', email])).code).toBe(0);
    expect(await app.records.addressesOf(id)).toMatchObject([{ email, proof: 'link' }]);
  });
});
