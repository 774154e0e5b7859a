import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { mailTo, tokenTo } from '@/testing/in-process/verified-addresses';
import { createMemoryRecords } from '@/testing/memory/records';
import type { Records } from '@/testing/records';

const PASSWORD = 'a long enough password';

/** Which record operations an app began, in their order. Those of mail that concern one address wait until they are released. */
async function watchedApp() {
  const begun: string[] = [];
  const state = { held: undefined as string | undefined, release: () => {} };
  const records = createMemoryRecords();
  const watched = Object.fromEntries(
    Object.entries(records).map(([name, operation]) => {
      const run: (...given: unknown[]) => unknown = operation;
      return [
        name,
        async (...given: unknown[]) => {
          begun.push(name);
          if (name === 'personByEmail' && given[0] === state.held) {
            state.held = undefined;
            await new Promise<void>((resolve) => {
              state.release = resolve;
            });
          }
          return run(...given);
        },
      ];
    }),
  ) as Partial<Records>;
  const app = await createTestApp({ verifiesAddresses: true, records: { ...records, ...watched } });
  return { app, begun, state };
}

/** Requests whose response would depend on whether an account has the address, unless the server takes care. */
const QUESTIONS: Record<string, (app: TestApp, email: string, asking: TestPerson) => Promise<Response>> = {
  'sign-up': (app, email) => app.ask('POST', '/api/accounts', { json: { email, name: 'Eve', password: PASSWORD } }),
  reset: (app, email) => app.ask('POST', '/api/password-resets', { json: { email } }),
  link: (app, email, { session, password }) => app.ask('POST', '/api/me/addresses', { headers: session, json: { email, password } }),
};

const seen = async (response: Response) => ({
  status: response.status,
  body: (await response.text()).replace(/("(?:requestId|correlation_id)":")[^"]+/g, '$1an id'),
});
const unknown = () => `${randomUUID()}@example.org`;

it.each(Object.entries(QUESTIONS))(
  '%s – the response comes before the server has looked for the address, and before any mail',
  async (_name, ask) => {
    const { app, begun, state } = await watchedApp();
    const [known, asking] = [await app.open({ proof: 'link' }), await app.open({ proof: 'link' })];
    const steps = [];
    // Once before, so that what the first sign-in from a network stores is stored.
    await ask(app, unknown(), asking);
    await app.parts().services.settled();
    for (const email of [known.email, unknown()]) {
      state.held = email;
      begun.length = 0;
      const verified = app.verified();
      const response = await seen(await ask(app, email, asking));
      steps.push({ response, begun: [...begun], verified: app.verified() - verified });
      state.release();
      await app.parts().services.settled();
    }
    expect(steps[0]).toEqual(steps[1]);
    expect(steps[0]).toMatchObject({ response: { status: 202 } });
    expect(steps[0]?.begun.at(-1)).toBe('personByEmail');
    expect(steps[0]?.begun).not.toContain('queueMessage');
    expect(await mailTo(app, known.email)).toHaveLength(1);
  },
);

it('sign-in – a wrong password takes the same steps with and without an account', async () => {
  const { app, begun } = await watchedApp();
  const known = await app.open({ proof: 'link' });
  const steps = [];
  for (const email of [known.email, unknown()]) {
    begun.length = 0;
    const verified = app.verified();
    const response = await seen(await app.ask('POST', '/session/token', { json: { email, password: 'wrong password' } }));
    steps.push({ response: { ...response, body: JSON.parse(response.body).code }, begun: [...begun], verified: app.verified() - verified });
  }
  expect(steps[0]).toEqual(steps[1]);
  expect(steps[0]).toMatchObject({ begun: ['isKnownNetwork', 'personByEmail', 'personByEmail'], verified: 1 });
});

it('verify – a link to an address that another person proved since takes the same steps as a link that never was', async () => {
  const { app, begun } = await watchedApp();
  const [first, second] = [await app.open({ proof: 'link' }), await app.open({ proof: 'link' })];
  const email = unknown();
  const tokens = [];
  for (const person of [first, second]) {
    await QUESTIONS.link?.(app, email, person);
    tokens.push(await tokenTo(app, email));
  }
  const confirm = async (token: string | undefined) => seen(await app.ask('POST', '/api/addresses/verify', { json: { token } }));
  expect((await confirm(tokens[1])).status).toBe(200);
  const steps = [];
  for (const token of [tokens[0], 'x'.repeat(43)]) {
    begun.length = 0;
    steps.push({ response: await confirm(token), begun: [...begun] });
  }
  expect(steps[0]).toEqual(steps[1]);
  expect(steps[0]).toMatchObject({ response: { status: 410 }, begun: ['linkBySha256', 'inTransaction', 'confirmAddress'] });
});
