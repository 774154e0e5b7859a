import { formOf } from '@/testing/form';
import { internalsIn } from '@/testing/internals';
import { basic } from '../client/zulip';
import { plain } from '../pictures/one-colour';
import { breakStorage } from '../server/broken-storage';
import type { Server } from '../server/server';
import { expect, test } from '../server/upload-fixtures';

function expectNoInternals({ dataDir }: Pick<Server, 'dataDir'>, text: string, of: string): void {
  const revealed = internalsIn(text, [process.cwd(), dataDir]);
  expect({ of, revealed, text: revealed.length > 0 ? text : '' }).toEqual({ of, revealed: [], text: '' });
}

/** Ids that no person, key or picture has, one of which cannot be decoded. */
const IMPOSSIBLE = ['99999999999999999999', '-1', '0x1', '%00', '%E0%A4%A', '%27%3B--', '..%2f..%2fetc%2fpasswd', 'x'.repeat(300)];

/** Addresses with a parameter, as the router of a server decodes it. */
const PARAMETERS: ((id: string) => string)[] = [
  (id) => `/avatar/${id}`,
  (id) => `/avatar/${id}/medium`,
  (id) => `/media/${id}/${id}`,
  (id) => `/u/${id}/avatar`,
  (id) => `/user_avatars/${id}/${id}`,
  (id) => `/user/avatar/${id}`,
  (id) => `/user/info/${id}`,
  (id) => `/api/v4/user/info/${id}`,
  (id) => `/v1/avatars/${id}`,
  (id) => `/v1/users/${id}`,
  (id) => `/v1/${id}`,
  (id) => `/api/users/${id}/avatar`,
  (id) => `/api/v1/users/${id}`,
  (id) => `/api/keys/${id}`,
  (id) => `/api/auth/${id}`,
  (id) => `/api/${id}`,
];

test('ids that nothing can have are no failure of the server, and no response tells internals', async ({ server, owner }) => {
  for (const path of PARAMETERS) {
    for (const id of IMPOSSIBLE) {
      for (const headers of [{}, owner.auth, basic(owner)]) {
        const response = await fetch(server.baseURL + path(id), { headers, redirect: 'manual' });
        expect(response.status, path(id)).toBeLessThan(500);
        expectNoInternals(server, response.headers.get('content-type')?.startsWith('image/') ? '' : await response.text(), path(id));
      }
    }
  }
  expect(server.output()).not.toContain('Unexpected failure');
});

test('a broken storage is reported, and no response tells internals', { tag: '@main' }, async ({ server, person }) => {
  const repair = await breakStorage(server);
  const image = await plain('png', [1, 2, 3]);
  const answers = [
    await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: image }),
    await fetch(`${server.baseURL}/api/v1/user/avatar`, { method: 'PATCH', headers: person.auth, body: formOf({ avatar: image }) }),
    await fetch(`${server.baseURL}/user/setting/avatar`, { method: 'PUT', headers: person.auth, body: image }),
    await fetch(`${server.baseURL}/v1/users/${person.id}/avatars`, { method: 'POST', headers: person.auth, body: formOf({ image }) }),
    await fetch(`${server.baseURL}/api/v1/users/me/avatar`, { method: 'POST', headers: basic(person), body: formOf({ file: image }) }),
  ];
  await repair();
  expect(answers.map(({ status }) => status)).toEqual([502, 502, 200, 502, 500]);
  for (const answer of answers) expectNoInternals(server, await answer.text(), new URL(answer.url).pathname);
});
