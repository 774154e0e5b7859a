import { describe, expect, it } from 'vitest';
import { router } from '@/lib/routes';
import { bearer, createTestApp, type TestApp } from '@/testing/app';
import { createHeldBytes } from '@/testing/in-process/held-bytes';
import { serviceKeyOf } from '@/testing/in-process/lines';
import { importLine } from './import-schemas';

/** More rows than are saved and sent at once. */
const ROWS = 1_200;

const people = Array.from({ length: ROWS }, (_, n) => JSON.stringify({ email: `person-${n}@example.org` })).join('\n');

/** Begins an import, and reads its results chunk by chunk. */
async function open(app: TestApp, headers: Record<string, string>, bodyBudget = app.parts().bodyBudget) {
  const parts = app.parts();
  const request = new Request(`${parts.services.baseUrl}/api/imports`, { method: 'POST', headers, body: people });
  const response = await router.handle(request, { ...parts, bodyBudget });
  const reader = response?.body?.getReader();
  if (!reader) throw new Error('Expected a response with a body');
  return {
    /** null at the end */
    async next() {
      const { value } = await reader.read();
      const lines =
        value &&
        new TextDecoder()
          .decode(value)
          .split('\n')
          .filter((line) => line !== '');
      return lines ? lines.map((line) => importLine.parse(JSON.parse(line))) : null;
    },
    leave: () => reader.cancel(),
  };
}

/** All accounts. */
const countOf = async (app: TestApp) => (await app.records.countPeople()).people;

describe('an import in progress', () => {
  it.each(['revokes the key', 'signs the administrator out', 'demotes the administrator', 'changes the password'])(
    'ends when an administrator %s',
    async (act) => {
      const app = await createTestApp();
      const [boss, other] = [app.admin().session, await app.open({ role: 'admin' })];
      const key = await serviceKeyOf(app, ['people:write']);
      const [{ id: keyId } = expect.unreachable()] = await app.records.serviceKeys();
      const senders: Record<string, Record<string, string>> = {
        'revokes the key': bearer(key),
        'changes the password': other.passwordAuth,
      };
      const before = await countOf(app);
      const { next } = await open(app, senders[act] ?? other.session);
      expect(await next()).toHaveLength(100);
      expect(await next()).toHaveLength(100);
      const of = `/api/people/${other.id}`;
      if (act === 'revokes the key') await app.ask('DELETE', `/api/service-keys/${keyId}`, { headers: boss });
      else if (act === 'signs the administrator out') await app.ask('DELETE', `${of}/sessions`, { headers: boss });
      else if (act === 'demotes the administrator') await app.ask('PATCH', of, { headers: boss, json: { role: 'member' } });
      else await app.records.changePassword(other.id, { passwordVersion: 1, passwordHash: 'another hash', keep: null });
      const [code, problem] =
        act === 'demotes the administrator'
          ? ['forbidden', 'People can be imported by administrators only.']
          : ['invalid_credentials', 'These credentials are no longer valid.'];
      expect([await next(), await next()]).toEqual([[{ type: 'stopped', problem, code, params: {} }], null]);
      expect(await countOf(app)).toBe(before + 500);
      const [entry] = await app.records.listAudit({ action: 'people-imported' }, { limit: 1 });
      expect(entry?.details).toMatchObject({ created: 500 });
    },
  );

  it('goes on with a password that stays', async () => {
    const app = await createTestApp();
    const before = await countOf(app);
    const { next } = await open(app, app.admin().passwordAuth);
    let rows = 0;
    for (let lines = await next(); lines; lines = await next()) rows += lines.length;
    expect([rows, await countOf(app)]).toEqual([ROWS, before + ROWS]);
  });

  it.each(['reads everything', 'leaves'])('counts its file as memory of the sender until the client %s', async (act) => {
    const app = await createTestApp();
    const { bodyBudget, held } = createHeldBytes(1_000_000);
    const { next, leave } = await open(app, app.admin().session, bodyBudget);
    await next();
    expect(held()).toBe(Buffer.byteLength(people));
    if (act === 'leaves') await leave();
    else for (let lines = await next(); lines; lines = await next());
    expect(held()).toBe(0);
  });

  it('ends with a line about an unexpected failure, which is logged', async () => {
    const importPeople = async () => {
      throw new Error('disk on fire');
    };
    const app = await createTestApp({ replaced: { importPeople } });
    const { next } = await open(app, app.admin().session);
    expect([await next(), await next()]).toEqual([
      [{ type: 'stopped', problem: 'Something went wrong on our side.', code: 'internal', params: {} }],
      null,
    ]);
    expect(app.logged.map(({ fields }) => String(fields.err))).toContain('Error: disk on fire');
  });
});
