import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestPerson } from '../client/people';
import { error, PICTURE_PATH } from '../client/zulip';
import { type Color, expectOldPicture, expectPicture, plain } from '../pictures/one-colour';
import { test as base, expect } from '../server/upload-fixtures';

const run = promisify(execFile);
const COLOR: Color = [30, 120, 210];

const test = base.extend<{ pictureFile: string; textFile: string }>({
  pictureFile: async ({ browserName: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'likeness-zulip-'));
    const path = join(folder, 'img.png');
    await writeFile(path, await plain('png', COLOR));
    await use(path);
    await rm(folder, { recursive: true });
  },
  textFile: async ({ pictureFile }, use) => {
    const path = pictureFile.replace('img.png', 'notes.txt');
    await writeFile(path, 'hello');
    await use(path);
  },
});

const changed = { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) };

test.describe('zulip-js', () => {
  const call = async (config: object, endpoint: string, method: string, params: object = {}) => {
    const args = [join('e2e', 'client', 'zulip-js.cjs'), JSON.stringify(config), endpoint, method, JSON.stringify(params)];
    const { stdout } = await run(process.execPath, args);
    return JSON.parse(stdout) as { apiKey: string; answer: object };
  };
  const withPassword = (realm: string, { email: username, password }: TestPerson) => ({ realm, username, password });
  const withKey = (realm: string, { email: username, key: apiKey }: TestPerson) => ({ realm, username, apiKey });

  test('signs in with a password, sends a file as a stream, and takes the picture away again', { tag: '@main' }, async ({
    server,
    owner,
    pictureFile,
  }) => {
    const { baseURL } = server;
    const uploaded = await call(withPassword(baseURL, owner), '/users/me/avatar', 'POST', { file: pictureFile });
    expect(uploaded).toEqual({ apiKey: expect.stringMatching(/^[A-Za-z0-9]{32}$/), answer: changed });
    await expectPicture(`${baseURL}/u/${owner.id}/avatar`, COLOR);
    expect(uploaded.apiKey).not.toBe(owner.key);
    const removed = await call(withKey(baseURL, { ...owner, key: uploaded.apiKey }), '/users/me/avatar', 'DELETE');
    expect(removed.answer).toEqual(changed);
    const me = await call(withKey(baseURL, owner), '/users/me', 'GET');
    expect(me.answer).toMatchObject({ result: 'success', user_id: owner.id, avatar_version: 4 });
  });

  test('gets the error of a wrong file, key and password', { tag: '@main' }, async ({ server, owner, textFile }) => {
    const { baseURL } = server;
    const refused = await call(withKey(baseURL, owner), '/users/me/avatar', 'POST', { file: textFile });
    // It declares text/plain, which is also how a part without a type reads; the name says the same.
    expect(refused.answer).toEqual(error('Invalid image format', 'BAD_IMAGE'));
    const stranger = await call(withKey(baseURL, { ...owner, key: 'x'.repeat(32) }), '/users/me', 'GET');
    expect(stranger.answer).toEqual(error('Invalid API key', 'UNAUTHORIZED'));
    const guess = await call(withPassword(baseURL, { ...owner, password: 'wrong' }), '/server_settings', 'GET');
    expect(guess).toEqual({ answer: expect.objectContaining({ result: 'success' }) });
    await expectOldPicture(server, owner);
  });

  test('learns the limits', { tag: '@main' }, async ({ server, owner }) => {
    const { answer } = await call(withKey(server.baseURL, owner), '/register', 'POST', { fetch_event_types: ['realm'] });
    expect(answer).toMatchObject({ result: 'success', max_avatar_file_size_mib: 5, realm_avatar_changes_disabled: false });
  });
});

test('curl, as the published page has it', { tag: ['@main', '@curl'] }, async ({ server, owner, pictureFile, textFile }) => {
  const url = `${server.baseURL}/api/v1/users/me/avatar`;
  const send = async (path: string) => {
    const { stdout } = await run('curl', ['-sSX', 'POST', url, '-u', `${owner.email}:${owner.key}`, '-F', `file=@${path}`]);
    return JSON.parse(stdout);
  };
  expect(await send(textFile)).toEqual(error('Invalid image format', 'BAD_IMAGE'));
  await expectOldPicture(server, owner);
  expect(await send(pictureFile)).toEqual(changed);
  await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, COLOR);
});
