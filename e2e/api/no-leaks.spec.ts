import { readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, form, plain, test } from './fixtures';
import { basic } from './zulip-wire';

/** What no stranger needs to see: where our files are, what they are called, and what was going on in them. */
const INSIDES =
  /node_modules|\.next\/|server\.mjs|\/lib\/|\/tmp\/|\bat (?:async )?[\w.<>]+ \(|\b(?:Type|Range|Syntax|Reference)Error\b|prisma|libvips|ENOENT|VipsJpeg/i;

const ROUTES = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('/route.ts') && !file.startsWith('(auth)'))
  .map((file) => file.replace(/\/route\.ts$/, '').replace(/^\([a-z]+\)/, ''));

/** Ids and names that nobody has, or that are none. */
const STRANGE = ['0', '-1', '%E0%A4%A', '99999999999999999999', '%00', '%F0%9F%A6%8A', '..%2f..%2fetc%2fpasswd', "1'--", 'a'.repeat(300)];

const BODIES: [type: string, body: string][] = [
  ['application/json', '{"broken'],
  ['application/json', '[[[[null]]]]'],
  ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\nnothing'],
  ['multipart/form-data', 'no boundary'],
  ['application/x-www-form-urlencoded', '%%%=%'],
  ['image/jpeg', '\xff\xd8\xff\xe0broken'],
];

test('no address tells what is inside, whatever it is asked', async ({ server, owner }) => {
  expect(ROUTES.length).toBeGreaterThan(30);
  const credentials = [{}, owner.auth, basic(owner)];
  const tell = async (path: string, init: RequestInit) => {
    const response = await fetch(server.baseURL + path, { redirect: 'manual', ...init });
    if (response.headers.get('content-type')?.startsWith('image/')) return;
    const said = `${await response.text()}\n${[...response.headers].join('\n')}`;
    expect(said, `${init.method} ${path}`).not.toMatch(INSIDES);
    expect(response.status, `${init.method} ${path}: ${said}`).not.toBe(500);
  };
  for (const route of ROUTES) {
    const paths = route.includes('[') ? STRANGE.map((strange) => route.replaceAll(/\[[^\]]+\]/g, strange)) : [route];
    for (const [index, path] of paths.entries()) {
      const headers = credentials[index % credentials.length];
      for (const method of ['GET', 'DELETE']) await tell(path, { method, headers });
      const [type, body] = BODIES[index % BODIES.length] ?? ['', ''];
      for (const method of ['POST', 'PUT', 'PATCH']) await tell(path, { method, headers: { ...headers, 'Content-Type': type }, body });
    }
    for (const [type, body] of BODIES) {
      const headers = { ...owner.auth, 'Content-Type': type };
      await tell(route.replaceAll(/\[[^\]]+\]/g, String(owner.id)), { method: 'POST', headers, body });
    }
  }
});

test('a storage that is broken is said to be, and not how', async ({ server, person }) => {
  const blocked = join(server.dataDir, 'pictures', 'originals');
  await mkdir(join(server.dataDir, 'pictures'), { recursive: true });
  await rm(blocked, { recursive: true, force: true });
  await writeFile(blocked, 'in the way');
  const image = await plain('png', [1, 2, 3]);
  const answers = [
    await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: image }),
    await fetch(`${server.baseURL}/api/v1/user/avatar`, { method: 'PATCH', headers: person.auth, body: form({ avatar: image }) }),
    await fetch(`${server.baseURL}/user/setting/avatar`, { method: 'PUT', headers: person.auth, body: image }),
    await fetch(`${server.baseURL}/v1/users/${person.id}/avatars`, { method: 'POST', headers: person.auth, body: form({ image }) }),
    await fetch(`${server.baseURL}/api/v1/users/me/avatar`, { method: 'POST', headers: basic(person), body: form({ file: image }) }),
  ];
  await rm(blocked);
  expect(answers.map(({ status }) => status)).toEqual([502, 502, 200, 502, 500]);
  for (const answer of answers) expect(await answer.text()).not.toMatch(INSIDES);
});
