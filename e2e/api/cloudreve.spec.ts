import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { bearer, call, GREEN, OK, PATH, PREFIXES, sendJson, signIn, TOO_LARGE } from '../client/cloudreve';
import { expectLength } from '../client/lengths';
import { rawRequest } from '../client/raw';
import { expectOldPicture, expectPicture, plain } from '../pictures/one-colour';
import { expect, test } from '../server/upload-fixtures';

for (const prefix of PREFIXES) {
  const path = prefix + PATH;

  test(
    `PUT ${path} – the published sample works as it is printed, and the picture is read back`,
    { tag: ['@main', '@curl'] },
    async ({ server, owner }, testInfo) => {
      const file = testInfo.outputPath('me.jpg');
      await writeFile(file, await plain('jpeg', GREEN));
      const { id, access } = await signIn(server, owner);
      const sample = ['--location', '--request', 'PUT', server.baseURL + path, '--header', `Authorization: Bearer ${access}`];
      const { stdout } = await promisify(execFile)('curl', ['--silent', ...sample, '--data-binary', `@${file}`]);
      expect(JSON.parse(stdout)).toEqual(OK);
      await expectPicture(`${server.baseURL}${prefix}/user/avatar/${id}`, GREEN);
      await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=100`, GREEN);
    },
  );

  test(`PUT ${path} – neither a length nor a body, as curl -X PUT sends it, uses Gravatar`, async ({ server, owner }) => {
    const head = `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nConnection: close\r\n\r\n`;
    const { answer } = await rawRequest(server.port, [head], 'open');
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain(JSON.stringify(OK));
    const state = await (await fetch(`${server.baseURL}/api/me/avatar`, { headers: owner.auth })).json();
    expect(state.source).toBe('gravatar');
  });

  test(`PUT ${path} – a body of unknown length is 40049, however small`, async ({ server, owner }) => {
    const body = new Blob([await plain('png', GREEN)]).stream();
    const init = { headers: owner.auth, body, duplex: 'half' };
    expect(await call(server, 'PUT', path, init)).toEqual(TOO_LARGE);
    await expectOldPicture(server, owner);
  });

  test(`PUT ${path} – a chunked body of no bytes uses Gravatar`, async ({ server, owner }) => {
    const head = `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nTransfer-Encoding: chunked\r\n`;
    const { answer } = await rawRequest(server.port, [`${head}Connection: close\r\n\r\n0\r\n\r\n`], 'open');
    expect(answer).toContain(JSON.stringify(OK));
  });

  test(`PUT ${path} – a body of unknown length is refused without being read to its end`, async ({ server, owner }) => {
    const head = `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000), Buffer.from('\r\n')]);
    const { answer, sentBytes } = await rawRequest(server.port, [head], chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"code":40049,"msg":""');
    expect(sentBytes).toBeLessThan(64 * 1024 * 1024);
    await expectOldPicture(server, owner);
  });
}

test(`PUT ${PATH} – a body that is cut short changes nothing`, { tag: '@main' }, async ({ server, owner }) => {
  const head = `PUT ${PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nContent-Length: 100000\r\n\r\n`;
  const { answer } = await rawRequest(server.port, [head, await plain('png', GREEN)]);
  expect(answer).not.toContain('"code":0');
  await expectOldPicture(server, owner);
});

test('GET /user/avatar/{id} – the length and the range of a picture come through', async ({ server, owner }) => {
  const url = `${server.baseURL}/user/avatar/${(await signIn(server, owner)).id}`;
  const whole = await fetch(url);
  const bytes = Buffer.from(await whole.arrayBuffer());
  expectLength(whole, bytes.byteLength);
  const range = await fetch(url, { headers: { Range: 'bytes=10-' } });
  expect(range.status).toBe(206);
  expectLength(range, bytes.byteLength - 10);
  expect(Buffer.from(await range.arrayBuffer()).equals(bytes.subarray(10))).toBe(true);
});

test('POST /session/token/refresh – requests that a page starts at once each get a pair that goes on', { tag: '@main' }, async ({
  server,
  owner,
}) => {
  const { refresh } = await signIn(server, owner);
  const ask = (refresh_token: string) => sendJson(server, 'POST', '/session/token/refresh', { refresh_token });
  const replies = await Promise.all(Array.from({ length: 4 }, () => ask(refresh)));
  for (const reply of replies) expect(reply).toMatchObject({ code: 0, msg: '' });
  // The page keeps one of them.
  expect((await ask(replies[2].data.refresh_token)).code).toBe(0);
  for (const { data } of replies) {
    expect((await call(server, 'GET', '/user/me', { headers: bearer(data.access_token) })).code).toBe(0);
  }
});
