import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { outbox } from './mail-schemas';

it('the outbox shows administrators what was queued, with its text', async () => {
  const app = await createTestApp();
  const ada = await app.open();
  await app.ask('POST', '/api/password-resets', { json: { email: ada.email } });
  await app.parts().services.settled();
  const body = await (await app.ask('GET', '/api/outbox', { headers: app.admin().session })).json();
  expect(outbox.parse(body)).toEqual(body);
  expect(body).toMatchObject({
    sending: false,
    messages: [{ to: ada.email, state: 'waiting', attempts: 0, text: expect.stringContaining('/reset?token='), error: null, sentAt: null }],
  });
});

it('the outbox of a server that sends mail shows no text, whose links are for their recipients', async () => {
  const app = await createTestApp({ sendsMail: true });
  const ada = await app.open();
  await app.ask('POST', '/api/password-resets', { json: { email: ada.email } });
  await app.parts().services.settled();
  const [claimed] = [await app.records.claimMessage(new Date(), new Date())];
  await app.records.endAttempt(claimed?.id ?? '', 1, { error: '550 No such user', nextAttemptAt: null });
  const body = await (await app.ask('GET', '/api/outbox', { headers: app.admin().passwordAuth })).json();
  expect(body).toMatchObject({ sending: true, messages: [{ text: null, state: 'given-up', attempts: 1, error: '550 No such user' }] });
});

it('the outbox is for administrators alone, and not for their keys', async () => {
  const app = await createTestApp();
  const ada = await app.open();
  const answers = [];
  for (const headers of [{}, ada.session, app.admin().auth]) answers.push((await app.ask('GET', '/api/outbox', { headers })).status);
  expect(answers).toEqual([401, 403, 403]);
});
