import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OK } from '../client/cloudreve';
import type { TestPerson } from '../client/people';
import { error, PICTURE_PATH } from '../client/zulip';
import { type Color, expectOldPicture, expectPicture, plain } from '../pictures/one-colour';
import type { Server } from '../server/server';
import { expect, test } from '../server/upload-fixtures';

// Programs written from the published pages of Zulip, Cloudreve and Ulule: in curl, and in Node without a package.
// MyCargoExtra's page has samples of its own, in eight languages (mycargoextra-samples.spec.ts).

const run = promisify(execFile);
const GREEN: Color = [20, 160, 60];

/** A program in Node from a published page: address, method, one header, and a form or the bytes. */
const IN_NODE = `
const { readFile } = await import('node:fs/promises');
const { openAsBlob } = await import('node:fs');
const [url, method, authorization, field, file] = JSON.parse(process.argv[1]);
const headers = { Authorization: authorization };
let body;
if (field) {
  body = new FormData();
  body.append(field, file ? await openAsBlob(file) : '@zerver/tests/images/img.png', ...(file ? ['img.png'] : []));
} else if (file) {
  body = await readFile(file);
  headers['Content-Type'] = 'application/octet-stream';
}
const response = await fetch(url, { method, headers, body });
console.log(JSON.stringify({ status: response.status, body: await response.json() }));
`;

interface Sample {
  title: string;
  method: string;
  path: (person: TestPerson) => string;
  authorization: (person: TestPerson) => string;
  /** Name of the field; undefined where the body is the file itself. */
  field?: string;
  done: { status: number; body: unknown };
  /** As it is printed: without credentials, or with words in place of them; or with words in place of a file. */
  printed: { name: string; authorization?: string; refused: { status: number; body: unknown } }[];
}

const bearer = ({ key }: TestPerson) => `Bearer ${key}`;
const array = (classification: string, fieldNames: string[]) => [{ fieldNames, classification, message: expect.any(String) }];

const SAMPLES: Sample[] = [
  {
    title: 'Zulip, POST /api/v1/users/me/avatar',
    method: 'POST',
    path: () => '/api/v1/users/me/avatar',
    authorization: ({ email, key }) => `Basic ${btoa(`${email}:${key}`)}`,
    field: 'file',
    done: { status: 200, body: { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) } },
    printed: [
      {
        name: 'EMAIL_ADDRESS:API_KEY for credentials',
        authorization: `Basic ${btoa('EMAIL_ADDRESS:API_KEY')}`,
        refused: { status: 401, body: error('Malformed API key', 'UNAUTHORIZED') },
      },
      {
        name: 'the name of a file for a file',
        refused: { status: 400, body: error('You must upload exactly one avatar.', 'BAD_REQUEST') },
      },
    ],
  },
  {
    title: 'Cloudreve, PUT /user/setting/avatar',
    method: 'PUT',
    path: () => '/user/setting/avatar',
    authorization: bearer,
    done: { status: 200, body: OK },
    printed: [
      {
        name: 'asterisks for a token',
        authorization: 'Bearer ********************',
        refused: { status: 200, body: { code: 401, msg: 'Login required', correlation_id: expect.any(String) } },
      },
    ],
  },
  {
    title: 'Ulule, PATCH /v1/avatars/:id',
    method: 'PATCH',
    path: ({ id }) => `/v1/avatars/${id}`,
    authorization: bearer,
    field: 'image',
    done: { status: 200, body: expect.objectContaining({ id: expect.any(Number), versions: expect.any(Object) }) },
    printed: [
      { name: 'TOKEN for a token', authorization: 'Bearer TOKEN', refused: { status: 401, body: array('PermissionError', []) } },
      { name: 'the name of a file for a file', refused: { status: 400, body: array('TypeError', ['image']) } },
    ],
  },
];

async function inNode(url: string, { method, field }: Sample, authorization: string, file?: string): Promise<unknown> {
  const args = ['--input-type=module', '--eval', IN_NODE, JSON.stringify([url, method, authorization, field, file])];
  return JSON.parse((await run(process.execPath, args)).stdout);
}

async function inCurl(url: string, { method, field }: Sample, authorization: string, file?: string): Promise<unknown> {
  const form = ['--form', file ? `${field}=@${file}` : `${field}=zerver/tests/images/img.png`];
  const bytes = ['--header', 'Content-Type: application/octet-stream', '--data-binary', `@${file}`];
  const args = ['-sSX', method, url, '--header', `Authorization: ${authorization}`, ...(field ? form : bytes)];
  const { stdout } = await run('curl', [...args, '--write-out', '\n%{http_code}']);
  const [, body = '', status] = /^(.*?)\s*\n(\d+)$/s.exec(stdout) ?? [];
  return { status: Number(status), body: JSON.parse(body) };
}

async function pictureIn(folder: string): Promise<string> {
  const file = join(folder, 'img.png');
  await writeFile(file, await plain('png', GREEN));
  return file;
}

const addressOf = ({ baseURL }: Server, { path }: Sample, person: TestPerson) => baseURL + path(person);

for (const sample of SAMPLES) {
  for (const [language, send] of Object.entries({ Node: inNode, curl: inCurl })) {
    const tag = language === 'curl' ? ['@curl'] : [];
    test(`${sample.title} – in ${language}, with a real file → done`, { tag: ['@main', ...tag] }, async ({ server, owner }, testInfo) => {
      const file = await pictureIn(testInfo.outputPath());
      expect(await send(addressOf(server, sample, owner), sample, sample.authorization(owner), file)).toEqual(sample.done);
      await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, GREEN);
    });

    for (const { name, authorization, refused } of sample.printed) {
      test(`${sample.title} – in ${language}, with ${name} → refused`, { tag }, async ({ server, owner }, testInfo) => {
        const file = authorization === undefined ? undefined : await pictureIn(testInfo.outputPath());
        const url = addressOf(server, sample, owner);
        expect(await send(url, sample, authorization ?? sample.authorization(owner), file)).toEqual(refused);
        await expectOldPicture(server, owner);
      });
    }
  }
}
