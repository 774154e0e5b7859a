import { afterEach, describe, expect, it, vi } from 'vitest';
import { router } from '@/lib/routes';
import { bearer, createTestApp } from '@/testing/app';
import { createHeldBytes } from '@/testing/in-process/held-bytes';
import { base64Of, LINES_PATH, linesOf, openLines, resultsIn, serviceKeyOf } from '@/testing/in-process/lines';
import { type Colour, expectColour } from '@/testing/in-process/pictures';
import { problem, wireOf } from '@/testing/in-process/wire';

const BLUE: Colour = [20, 60, 220];
const REASON = 'From the personnel office';

const app = await createTestApp();
const key = await serviceKeyOf(app);
const blue = await base64Of(BLUE);

describe('the sender of lines', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is an administrator in the browser, or a service key with the scope', async () => {
    const [admin, ada] = [app.admin(), await app.open()];
    const body = linesOf([{ person: ada.id, reason: REASON, image: blue }]);
    const refusals = [
      { headers: {}, words: problem(401, 'not_authenticated') },
      { headers: ada.session, words: problem(403, 'forbidden') },
      { headers: admin.auth, words: problem(403, 'forbidden') },
      { headers: admin.passwordAuth, words: problem(401, 'invalid_credentials') },
      { headers: bearer(await serviceKeyOf(app, ['people:read', 'policy:write'])), words: problem(403, 'forbidden') },
      { headers: { ...admin.session, Origin: 'https://evil.example' }, words: problem(403, 'cross_origin') },
    ];
    for (const { headers, words } of refusals) expect(await wireOf(await app.ask('PUT', LINES_PATH, { headers, body }))).toEqual(words);
    const sent = await app.ask('PUT', LINES_PATH, { headers: admin.session, body });
    expect(resultsIn(await sent.text())).toMatchObject([{ status: 200 }]);
    const [entry] = await app.records.listAudit({ subjectId: ada.id }, { limit: 1 });
    expect(entry).toMatchObject({ actor: 'person', actorId: admin.id });
  });

  it.each(['revokes the key', 'demotes the administrator', 'signs the administrator out'])(
    'is refused from the line on before which an administrator %s',
    async (act) => {
      const other = await app.open({ role: 'admin' });
      const [ada, ownKey] = [await app.open(), await serviceKeyOf(app)];
      const [{ id: keyId } = expect.unreachable()] = await app.records.serviceKeys();
      const { send, end, next } = await openLines(app, act === 'revokes the key' ? bearer(ownKey) : other.session);
      send(`${JSON.stringify({ person: ada.id, reason: REASON, image: blue })}\n`);
      expect(await next()).toMatchObject({ line: 1, status: 200 });
      const admin = app.admin().session;
      if (act === 'revokes the key') await app.ask('DELETE', `/api/service-keys/${keyId}`, { headers: admin });
      else if (act === 'demotes the administrator')
        await app.ask('PATCH', `/api/people/${other.id}`, { headers: admin, json: { role: 'member' } });
      else await app.ask('DELETE', `/api/people/${other.id}/sessions`, { headers: admin });
      send(`${JSON.stringify({ person: ada.id, reason: REASON, remove: true })}\n`.repeat(2));
      const code = act === 'demotes the administrator' ? 'forbidden' : 'invalid_credentials';
      expect(await next()).toMatchObject({ line: 2, code });
      expect(await next()).toBeNull();
      end();
      await expectColour(app, `/u/${ada.id}/avatar`, BLUE);
      await app.ask('PATCH', `/api/people/${other.id}`, { headers: admin, json: { role: 'member' } });
    },
  );

  it('waits for the next minute after as many lines as requests are allowed', async () => {
    const limited = await createTestApp({ userPerMinute: 3 });
    const [ada, ownKey] = [await limited.open(), await serviceKeyOf(limited)];
    const line = { person: ada.id, reason: REASON, image: blue };
    // The request itself, and two lines.
    const response = await limited.ask('PUT', LINES_PATH, { headers: bearer(ownKey), body: linesOf([line, line]) });
    expect(resultsIn(await response.text())).toHaveLength(2);
    expect((await limited.ask('PUT', LINES_PATH, { headers: bearer(ownKey), body: linesOf([line]) })).status).toBe(429);
    const slow = await createTestApp({ userPerMinute: 2 });
    const person = await slow.open();
    const { send, end, next } = await openLines(slow, bearer(await serviceKeyOf(slow)));
    const theirs = `${JSON.stringify({ ...line, person: person.id })}\n`;
    send(theirs);
    expect(await next()).toMatchObject({ line: 1, status: 200 });
    vi.useFakeTimers();
    send(theirs);
    end();
    const second = next();
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await second).toMatchObject({ line: 2, status: 200, changed: false });
  });
});

describe('memory', () => {
  it('holds one line of a sender at a time, however many there are', async () => {
    const ada = await app.open();
    const parts = app.parts();
    const { bodyBudget, held, most } = createHeldBytes(1_000_000);
    const line = JSON.stringify({ person: ada.id, reason: REASON, image: Buffer.alloc(900_000).toString('base64') });
    const request = new Request(`${parts.services.baseUrl}${LINES_PATH}`, {
      method: 'PUT',
      headers: bearer(key),
      body: Array.from({ length: 40 }, () => line).join('\n'),
    });
    const response = await router.handle(request, { ...parts, bodyBudget });
    expect(resultsIn((await response?.text()) ?? '')).toHaveLength(40);
    expect(most()).toBeLessThan(3_000_000);
    expect(held()).toBe(0);
  });
});
