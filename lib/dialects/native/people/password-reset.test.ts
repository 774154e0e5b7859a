import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '@/testing/app';
import { ADDRESS } from '@/testing/requests';
import { resetQueued } from './people-schemas';

const send = (app: TestApp, id: number | string) => app.ask('POST', `/api/people/${id}/password-reset`, { headers: app.admin().session });

async function outboxOf(app: TestApp): Promise<{ to: string; text: string | null }[]> {
  return (await (await app.ask('GET', '/api/outbox', { headers: app.admin().session })).json()).messages;
}

const actionsOf = async (app: TestApp, subjectId: number) =>
  (await app.records.listAudit({ subjectId }, { limit: 100 })).map(({ action, actorId }) => ({ action, actorId }));

describe('an administrator sends a person a link to choose a password', () => {
  it('which works, as the one that people ask for', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const response = await send(app, ada.id);
    const body = await response.json();
    expect(resetQueued.parse(body)).toEqual(body);
    expect([response.status, body]).toEqual([202, { sending: false }]);
    const [message] = await outboxOf(app);
    expect(message?.to).toBe(ada.email);
    const [, token] = new RegExp(`^${ADDRESS}/reset\\?token=(.+)$`, 'm').exec(message?.text ?? '') ?? [];
    const json = { token, newPassword: 'a new long password' };
    expect((await app.ask('POST', '/api/password-resets/confirm', { json })).status).toBe(204);
    expect(await app.parts().services.accounts.signIn(ada.email, json.newPassword)).toMatchObject({ id: ada.id });
    expect((await actionsOf(app, ada.id)).slice(0, 2)).toEqual([
      { action: 'password-reset', actorId: ada.id },
      { action: 'reset-link-created', actorId: app.admin().id },
    ]);
  });

  it('and is told that a mail server sends it', async () => {
    const app = await createTestApp({ sendsMail: true });
    const ada = await app.open();
    expect(await (await send(app, ada.id)).json()).toEqual({ sending: true });
    expect(await outboxOf(app)).toMatchObject([{ to: ada.email, text: null }]);
  });

  it('but not to a disabled person', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    await app.ask('PATCH', `/api/people/${ada.id}`, { headers: app.admin().session, json: { disabled: true } });
    const response = await send(app, ada.id);
    const { code, detail } = await response.json();
    expect([response.status, code, detail]).toEqual([
      409,
      'reset_refused',
      'This account is disabled. Enable it first: it accepts no password.',
    ]);
    expect(await outboxOf(app)).toEqual([]);
    expect((await actionsOf(app, ada.id)).map(({ action }) => action)).not.toContain('reset-link-created');
  });

  it('but not to a person who has no address any more', async () => {
    const app = await createTestApp();
    const { id } = await app.open({ email: 'account-7@no-address.invalid' });
    const response = await send(app, id);
    const { code, detail } = await response.json();
    expect([response.status, code, detail]).toEqual([409, 'reset_refused', 'This account has no e-mail address to send a link to.']);
    expect(await outboxOf(app)).toEqual([]);
  });

  it('but not more often in an hour than the person could ask for it, and is told so', async () => {
    const app = await createTestApp();
    const [ada, eve] = [await app.open(), await app.open()];
    await app.ask('POST', '/api/password-resets', { json: { email: ada.email } });
    const statuses = [];
    for (let at = 0; at < 4; at += 1) statuses.push((await send(app, ada.id)).status);
    expect(statuses).toEqual([202, 202, 202, 202]);
    const refused = await send(app, ada.id);
    expect([refused.status, refused.headers.has('retry-after'), (await refused.json()).code]).toEqual([429, true, 'rate_limited']);
    expect((await send(app, eve.id)).status).toBe(202);
    await app.parts().services.settled();
    expect((await outboxOf(app)).map(({ to }) => to).toSorted()).toEqual([...Array(5).fill(ada.email), eve.email].toSorted());
  });

  it('without an entry in the audit log there is no message', async () => {
    let fails = false;
    const app = await createTestApp({
      replaced: {
        appendAudit: async () => {
          if (fails) throw new Error('no room');
        },
      },
    });
    const ada = await app.open();
    fails = true;
    expect((await send(app, ada.id)).status).toBe(500);
    fails = false;
    expect(await outboxOf(app)).toEqual([]);
  });
});
