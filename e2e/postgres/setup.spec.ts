import { expect, test } from '@playwright/test';
import { setupLink } from '../server/administrator';
import { withTwoServers } from '../server/two-servers';

test('two processes have one setup code, which makes one administrator also when both get it at once', async () => {
  await withTwoServers(async ([one, other]) => {
    const [outdated, code] = [await setupLink(one), await setupLink(other)].map((link) => link.searchParams.get('code'));
    const finish = (baseURL: string, name: string, sent = code) => {
      const body = JSON.stringify({ code: sent, email: `${name}@example.org`, name, password: 'correct horse battery' });
      return fetch(`${baseURL}/api/setup`, { method: 'POST', body });
    };
    // The process that started last has printed the valid one.
    expect((await finish(one.baseURL, 'late', outdated)).status).toBe(400);
    const attempts = ['ada', 'eve', 'grace', 'li', 'sam', 'zoe'].map((name, at) => finish([one, other][at % 2]?.baseURL ?? '', name));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 404, 404, 404, 404, 404]);
    for (const { baseURL } of [one, other]) expect((await finish(baseURL, 'again')).status).toBe(404);
  });
});
