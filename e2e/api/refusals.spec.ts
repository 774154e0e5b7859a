import { failure, INVALID_IMAGE } from '../client/cloudreve';
import { openAccount, type TestPerson } from '../client/people';
import { drip } from '../client/raw';
import { answered } from '../client/ulule';
import { cloudreve, myCargoExtra, native, type Upload, ulule, type Words, zulip } from '../client/uploads';
import { basic, error } from '../client/zulip';
import { expectOldPicture, oldPicture, plain } from '../pictures/one-colour';
import { breakStorage } from '../server/broken-storage';
import { test } from '../server/roomy-fixtures';
import { discard, startServer } from '../server/server';
import { expect } from '../server/upload-fixtures';

const problem = (status: number, code: string): Words => ({ status, body: expect.objectContaining({ status, code }) });
const message = (status: number, text: string): Words => ({ status, body: { message: text } });
const enveloped = (body: object): Words => ({ status: 200, body });
const array = (status: number, classification: string, fieldNames: string[]): Words => ({
  status,
  body: [{ fieldNames, classification, message: expect.any(String) }],
});
const zulipError = (msg: string, code: string): Words => ({ status: 400, body: error(msg, code) });

const FORM = 'Content-Type: multipart/form-data; boundary=b';

/** Heads of uploads whose body is never sent. */
const SLOW: { call: (person: TestPerson) => string; headers: (person: TestPerson) => string[]; words: Words }[] = [
  { call: () => 'PUT /api/me/avatar', headers: () => ['Content-Type: image/png'], words: problem(408, 'body_too_slow') },
  { call: () => 'POST /api/me/avatar/preview', headers: () => [FORM], words: problem(408, 'body_too_slow') },
  { call: () => 'PATCH /api/v1/user/avatar', headers: () => [FORM], words: message(400, 'Missing One or More Required Parameters') },
  { call: () => 'PUT /user/setting/avatar', headers: () => ['Content-Type: image/png'], words: enveloped(INVALID_IMAGE) },
  { call: ({ id }) => `PATCH /v1/avatars/${id}`, headers: () => [FORM], words: array(400, 'DeserializationError', []) },
  {
    call: () => 'POST /api/v1/users/me/avatar',
    headers: (person) => [FORM, `Authorization: ${basic(person).Authorization}`],
    words: zulipError('You must upload exactly one avatar.', 'BAD_REQUEST'),
  },
];

test('a body of a byte a second is cut off in the words of each API, and the old picture stays', { tag: '@server' }, async ({
  server,
  owner,
}) => {
  const answers = SLOW.map(async ({ call, headers }) => {
    const own = headers(owner);
    const authorization = own.some((header) => header.startsWith('Authorization')) ? [] : [`Authorization: Bearer ${owner.key}`];
    const lines = [`${call(owner)} HTTP/1.1`, 'Host: localhost', ...authorization, ...own, 'Content-Length: 100000'];
    const { answer } = await drip(server.port, `${lines.join('\r\n')}\r\n\r\n`);
    const [head = '', rest = ''] = answer.split(/\r\n\r\n(.*)/s);
    return { status: Number(head.split(' ')[1]), body: JSON.parse(/[[{].*[\]}]/s.exec(rest)?.[0] ?? 'null') };
  });
  expect(await Promise.all(answers)).toEqual(SLOW.map(({ words }) => words));
  await expectOldPicture(server, owner);
});

const DAMAGED: [Upload, Words][] = [
  [
    native,
    {
      status: 502,
      body: {
        type: 'about:blank',
        title: 'Storage failed',
        status: 502,
        detail: 'The picture could not be written to the storage.',
        code: 'storage_failed',
        requestId: expect.any(String),
      },
    },
  ],
  [myCargoExtra, message(502, 'Image upload failed')],
  [cloudreve, enveloped(failure(50004, 'Failed to save avatar file'))],
  [ulule, array(502, 'ValueError', ['image'])],
  [zulip, { status: 500, body: { result: 'error', msg: 'Internal server error' } }],
];

test('a storage failure is reported in the format of each API without its path, and the old picture stays', async () => {
  const server = await startServer();
  try {
    const { baseURL, dataDir } = server;
    const owner = await openAccount(baseURL);
    const put = async () => fetch(`${baseURL}/api/me/avatar`, { method: 'PUT', headers: owner.auth, body: await oldPicture() });
    const { id, key } = await (await put()).json();
    const repair = await breakStorage(server);
    const told: string[] = [];
    for (const [upload, words] of DAMAGED) {
      const response = await upload.send(baseURL, owner, await plain('png', [20, 60, 220]));
      told.push(await response.clone().text());
      expect(await answered(response), upload.api).toEqual(words);
    }
    const others: [method: string, path: string, body?: string][] = [
      ['GET', `/media/${key}/75.avif`],
      ['GET', `/u/${owner.id}/avatar?s=40`],
      ['GET', `/user_avatars/1/${key}-medium.png`],
      ['GET', `/user/avatar/1`],
      ['GET', '/api/me/avatar/original'],
      ['PATCH', '/api/me/avatar', '{"crop":{"x":0,"y":0,"width":50,"height":50}}'],
      ['POST', `/api/me/avatars/${id}/restore`],
    ];
    for (const [method, path, body = null] of others) {
      const response = await fetch(baseURL + path, { method, headers: owner.auth, body });
      if (!response.headers.get('content-type')?.startsWith('image/')) told.push(await response.text());
    }
    for (const text of told) expect(text).not.toMatch(/originals|renditions|ENO|EEXIST|Error:|node_modules/);
    for (const text of told) expect(text).not.toContain(dataDir);
    await repair();
    await expectOldPicture(server, owner);
  } finally {
    await discard(server);
  }
});
