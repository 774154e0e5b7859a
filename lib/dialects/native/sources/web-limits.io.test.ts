import { describe, expect, it, vi } from 'vitest';
import { MAX_WEB_PICTURE_REQUESTS, WEB_PICTURES_PER_HOUR } from '@/lib/avatars/limits';
import { createWebPictures } from '@/lib/gravatar/web-pictures';
import { createTestApp } from '@/testing/app';
import { serving } from '@/testing/http';
import { internet, FETCH_PATH as PATH } from '@/testing/in-process/internet';
import { tiny } from '@/testing/in-process/pictures';

const png = await tiny('png', [20, 60, 220]);

describe('only the person on the picture page can fetch addresses:', () => {
  it('API keys, passwords and other sites cannot', async () => {
    const { ada, refusal, requests } = await internet(() => expect.unreachable());
    const address = 'http://public.example/';
    expect(await refusal(address, {})).toMatchObject({ status: 401, code: 'not_authenticated' });
    expect(await refusal(address, ada.auth)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await refusal(address, ada.passwordAuth)).toMatchObject({ status: 401 });
    const { Cookie = '' } = ada.session;
    expect(await refusal(address, { Cookie })).toMatchObject({ status: 403, code: 'cross_origin' });
    expect(requests).toEqual([]);
  });

  it('a person whose pictures are locked cannot', async () => {
    const { app, refusal } = await internet(() => expect.unreachable());
    await app.ask('PATCH', '/api/policy', { headers: app.admin().auth, json: { avatarChangesDisabled: true } });
    expect(await refusal('http://public.example/')).toMatchObject({ status: 403, code: 'changes_disabled' });
  });

  it('a person can 60 times in an hour, and others still can', async () => {
    const { app, fetchFrom, refusal } = await internet((_request, response) => response.writeHead(200).end(png));
    for (let count = 0; count < WEB_PICTURES_PER_HOUR; count += 1) expect((await fetchFrom('http://public.example/')).status).toBe(200);
    expect(await refusal('http://public.example/')).toMatchObject({
      status: 429,
      detail: 'Too many addresses. Expected at most 60 in an hour. Try again in 60 minutes.',
    });
    expect((await fetchFrom('http://public.example/', (await app.open()).session)).status).toBe(200);
  });

  it('more people at once than pictures are fetched wait for their turn', async () => {
    const held: (() => void)[] = [];
    const { app, fetchFrom, requests } = await internet((_request, response) => held.push(() => response.writeHead(200).end(png)));
    const people = await Promise.all(Array.from({ length: MAX_WEB_PICTURE_REQUESTS + 1 }, () => app.open()));
    const fetched = Promise.all(people.map(({ session }) => fetchFrom('http://public.example/', session)));
    await vi.waitFor(() => expect(held).toHaveLength(MAX_WEB_PICTURE_REQUESTS));
    for (const answer of held.splice(0)) answer();
    await vi.waitFor(() => expect(held).toHaveLength(1));
    for (const answer of held) answer();
    expect((await fetched).map(({ status }) => status)).toEqual(people.map(() => 200));
    expect(requests).toHaveLength(people.length);
  });

  it('the slow sites of one person keep no other person waiting', async () => {
    const held: (() => void)[] = [];
    const { app, fetchFrom } = await internet((request, response) => {
      const answer = () => response.writeHead(200).end(png);
      if (request.url === '/slow') held.push(answer);
      else answer();
    });
    const slow = Array.from({ length: MAX_WEB_PICTURE_REQUESTS }, () => fetchFrom('http://public.example/slow'));
    await vi.waitFor(() => expect(held).not.toEqual([]));
    expect((await fetchFrom('http://public.example/', (await app.open()).session)).status).toBe(200);
    for (const _ of slow) {
      await vi.waitFor(() => expect(held).not.toEqual([]));
      held.shift()?.();
    }
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual(slow.map(() => 200));
  });

  it('on a server that fetches none, the path is not found', async () => {
    const app = await createTestApp();
    const { session } = await app.open();
    const response = await app.ask('POST', PATH, { headers: session, json: { url: 'http://public.example/' } });
    expect([response.status, (await response.json()).code]).toEqual([404, 'not_found']);
  });
});

it('a client that disconnects ends the request, and failures are reported without the address', async () => {
  const { url } = await serving(() => {});
  const report = vi.fn();
  const web = createWebPictures({ trustedOrigins: [url], report });
  const controller = new AbortController();
  const fetched = web.fetch({ url: new URL(`${url}/secret-name`), onBytes: () => {}, signal: controller.signal });
  controller.abort();
  expect(await fetched).toEqual({ kind: 'failed', reason: 'aborted' });
  expect(report).not.toHaveBeenCalled();
  expect(await createWebPictures({ report }).fetch({ url: new URL('http://127.0.0.1/secret-name'), onBytes: () => {} })).toMatchObject({
    kind: 'failed',
  });
  expect(JSON.stringify(report.mock.calls)).not.toContain('secret-name');
});
