import { beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { call, LOGIN_REQUIRED, PREFIXES } from '@/testing/in-process/cloudreve';
import { openOwner } from '@/testing/in-process/pictures';
import { failure } from '@/testing/in-process/wire';
import { groupHashid, userHashid } from './ids';

const created_at = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);

const app = await createTestApp();
let person: TestPerson;
beforeAll(async () => {
  person = await app.open({ name: 'Grace Hopper' });
});

describe.each(PREFIXES)('GET %s/user', (prefix) => {
  it('/info/{id} – shows name and picture to everyone, and the group to signed-in people', async () => {
    const owner = await openOwner(app);
    const info = (id: string, headers = {}) => call(app, 'GET', `${prefix}/user/info/${id}`, { headers });
    const data = { id: owner.hashid, nickname: owner.name, avatar: 'file', created_at };
    expect(await info(owner.hashid)).toEqual({ code: 0, data, msg: '' });
    expect(await info(person.hashid)).toEqual({ code: 0, data: { id: person.hashid, nickname: 'Grace Hopper', created_at }, msg: '' });
    const group = { id: groupHashid(2), name: 'User' };
    expect(await info(owner.hashid, person.auth)).toEqual({ code: 0, data: { ...data, group }, msg: '' });
    await call(app, 'PUT', '/user/setting/avatar', { headers: owner.auth });
    expect(await info(owner.hashid)).toEqual({ code: 0, data: { ...data, avatar: 'gravatar' }, msg: '' });
    for (const id of [999_999, 3_000_000_000].map(userHashid)) expect(await info(id)).toEqual(failure(-1, ''));
    expect(await info('x')).toEqual(failure(40001, 'Failed to parse object ID'));
  });

  it('/info/{id} – shows signed-in people who the administrator is', async () => {
    const { data } = await call(app, 'GET', `${prefix}/user/info/${app.admin().hashid}`, { headers: person.auth });
    expect(data.group).toEqual({ id: groupHashid(1), name: 'Admin' });
  });

  it('/me – requires a token', async () => {
    expect(await call(app, 'GET', `${prefix}/user/me`)).toEqual(LOGIN_REQUIRED);
    const { data } = await call(app, 'GET', `${prefix}/user/me`, { headers: person.auth });
    expect(Object.keys(data)).toEqual(['id', 'email', 'nickname', 'status', 'created_at', 'group']);
  });
});
