import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Color, expectOldPicture, expectPicture, plain } from '../pictures/one-colour';
import { expect, test } from '../server/upload-fixtures';

const PATH = '/api/v1/user/avatar';
const GREEN: Color = [20, 160, 60];
const run = promisify(execFile);

/** The published samples as they are printed, but for the address, and with a place for headers and for the value of the field. */
const NODE_SAMPLE = `
const [url, headers, file] = JSON.parse(process.argv[1]);
const { openAsBlob } = await import('node:fs');
const form = new FormData();
if (file) form.append('avatar', await openAsBlob(file), 'profile_picture.png');
else form.append('avatar', 'profile_picture.png');

const options = {method: 'PATCH', headers};

options.body = form;

const response = await fetch(url, options);
const data = await response.json();
console.log(JSON.stringify({ status: response.status, data }));
`;

async function nodeSample(url: string, headers: Record<string, string>, file?: string): Promise<{ status: number; data: unknown }> {
  const args = ['--input-type=module', '--eval', NODE_SAMPLE, JSON.stringify([url, headers, file])];
  return JSON.parse((await run(process.execPath, args)).stdout);
}

async function curl(url: string, ...args: string[]): Promise<{ status: number; data: unknown }> {
  const { stdout } = await run('curl', ['--silent', '--request', 'PATCH', '--write-out', '\n%{http_code}', ...args, url]);
  const [data = '', status] = stdout.split('\n');
  return { status: Number(status), data: JSON.parse(data) };
}

/** Requests of the Go, Ruby, Java and C# samples: a form without its content type. */
const UNDECLARED =
  '-----011000010111000001101001\r\nContent-Disposition: form-data; name="avatar"; filename="profile_picture.png"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n-----011000010111000001101001--\r\n';

const withPicture = test.extend<{ file: string }>({
  file: async ({ browserName: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'likeness-sample-'));
    const file = join(folder, 'profile_picture.png');
    await writeFile(file, await plain('png', GREEN));
    await use(file);
    await rm(folder, { recursive: true });
  },
});

withPicture('the JavaScript sample with a token and a real file → 200', { tag: '@main' }, async ({ server, owner, file }) => {
  const { status, data } = await nodeSample(server.baseURL + PATH, owner.auth, file);
  expect(status).toBe(200);
  expect(data).toMatchObject({ message: 'Avatar uploaded successfully', key_2: 200, key_4: true });
  await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, GREEN);
});

withPicture('curl with a token and a real file → 200', { tag: ['@main', '@curl'] }, async ({ server, owner, file }) => {
  const { status, data } = await curl(
    server.baseURL + PATH,
    '--header',
    `Authorization: ${owner.auth.Authorization}`,
    '--form',
    `avatar=@${file}`,
  );
  expect(status).toBe(200);
  expect(data).toMatchObject({ message: 'Avatar uploaded successfully', key_2: 200, key_4: true });
  await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, GREEN);
});

test('the JavaScript sample as printed sends no token → 401; with one, text for a file → 400', async ({ server, owner }) => {
  const url = server.baseURL + PATH;
  expect(await nodeSample(url, {})).toEqual({ status: 401, data: { message: 'Unauthorized' } });
  expect(await nodeSample(url, owner.auth)).toEqual({ status: 400, data: { message: 'No file found' } });
  await expectOldPicture(server, owner);
});

/** The request of each printed sample, sent by curl. */
const printed: { sample: string; args: string[]; message: string }[] = [
  {
    sample: 'Python',
    args: ['--form', "avatar=open('profile_picture.png', 'rb');filename=avatar"],
    message: 'Invalid file type',
  },
  { sample: 'JavaScript', args: ['--form-string', 'avatar=profile_picture.png'], message: 'No file found' },
  { sample: 'Go and Ruby', args: ['--header', 'Content-Type:', '--data-binary', UNDECLARED], message: 'No file found' },
  { sample: 'Java', args: ['--header', 'Content-Type: text/plain', '--data-binary', UNDECLARED], message: 'No file found' },
  // RestSharp takes the name of a body for its type. The Swift sample stops before it sends anything.
  { sample: 'C#', args: ['--header', 'Content-Type: undefined', '--data-binary', UNDECLARED], message: 'No file found' },
  { sample: 'PHP', args: ['--form', 'avatar=;filename=profile_picture.png'], message: 'Invalid file type' },
];
for (const { sample, args, message } of printed) {
  test(`the ${sample} sample as printed → 401 Unauthorized; with a token → 400 ${message}`, { tag: '@curl' }, async ({ server, owner }) => {
    const url = server.baseURL + PATH;
    expect(await curl(url, ...args)).toEqual({ status: 401, data: { message: 'Unauthorized' } });
    const token = ['--header', `Authorization: ${owner.auth.Authorization}`];
    expect(await curl(url, ...token, ...args)).toEqual({ status: 400, data: { message } });
    await expectOldPicture(server, owner);
  });
}
