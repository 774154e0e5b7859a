import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { rawRequest } from '../raw';
import { call, GREEN, INVALID_IMAGE, MAX_BYTES, OK, PATH, PREFIXES, padded, signIn, TOO_LARGE } from './cloudreve';
import { expect, expectOldPicture, expectPicture, plain, test } from './fixtures';

const OCTETS = { 'Content-Type': 'application/octet-stream' };

for (const prefix of PREFIXES) {
  const path = prefix + PATH;

  for (const format of ['jpeg', 'png', 'gif', 'webp'] as const) {
    test(`PUT ${path} – a ${format} as application/octet-stream becomes the picture`, async ({ server, owner }) => {
      const body = await plain(format, GREEN);
      expect(await call(server, 'PUT', path, { headers: { ...owner.auth, ...OCTETS }, body })).toEqual(OK);
      await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=100`, GREEN);
    });
  }

  test(`PUT ${path} – empty body uses Gravatar`, async ({ server, owner }) => {
    expect(await call(server, 'PUT', path, { headers: owner.auth })).toEqual(OK);
    const state = await (await fetch(`${server.baseURL}/api/me/avatar`, { headers: owner.auth })).json();
    expect(state.source).toBe('gravatar');
    expect(await call(server, 'PUT', path, { headers: { ...owner.auth, ...OCTETS }, body: '' })).toEqual(OK);
  });

  test(`PUT ${path} – neither a length nor a body, as curl -X PUT sends it, uses Gravatar`, async ({ server, owner }) => {
    const head = `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nConnection: close\r\n\r\n`;
    const { answer } = await rawRequest(server.port, [head], 'open');
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain(JSON.stringify(OK));
    const state = await (await fetch(`${server.baseURL}/api/me/avatar`, { headers: owner.auth })).json();
    expect(state.source).toBe('gravatar');
  });

  test(`PUT ${path} – the published sample works as it is printed`, async ({ server, owner }, testInfo) => {
    const file = testInfo.outputPath('me.jpg');
    await writeFile(file, await plain('jpeg', GREEN));
    const sample = ['--location', '--request', 'PUT', server.baseURL + path, '--header', `Authorization: Bearer ${owner.key}`];
    const { stdout } = await promisify(execFile)('curl', ['--silent', ...sample, '--data-binary', `@${file}`]);
    expect(JSON.parse(stdout)).toEqual(OK);
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=100`, GREEN);
  });

  test(`PUT ${path} – ${MAX_BYTES} bytes are taken, one more is 40049`, async ({ server, owner }) => {
    const put = async (bytes: number) => call(server, 'PUT', path, { headers: owner.auth, body: await padded(bytes) });
    expect(await put(MAX_BYTES + 1)).toEqual(TOO_LARGE);
    await expectOldPicture(server, owner);
    expect(await put(MAX_BYTES)).toEqual(OK);
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=100`, GREEN);
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

test.describe(`PUT ${PATH} – what is declared as a picture has to be that picture`, () => {
  const cases: { type: string; format: 'jpeg' | 'png' | 'gif' | 'webp'; body: object }[] = [
    { type: 'image/jpeg', format: 'jpeg', body: OK },
    { type: 'image/jpg', format: 'jpeg', body: OK },
    { type: 'image/gif', format: 'gif', body: OK },
    { type: 'image/png', format: 'png', body: OK },
    { type: 'image/webp', format: 'webp', body: OK },
    { type: 'image/bmp', format: 'png', body: OK },
    { type: 'text/plain', format: 'jpeg', body: OK },
    { type: 'image/jpeg', format: 'png', body: INVALID_IMAGE },
    { type: 'image/gif', format: 'jpeg', body: INVALID_IMAGE },
    { type: 'image/png', format: 'jpeg', body: INVALID_IMAGE },
    { type: 'image/png', format: 'webp', body: INVALID_IMAGE },
    { type: 'image/webp', format: 'png', body: INVALID_IMAGE },
    { type: 'image/jpeg; charset=x', format: 'jpeg', body: OK },
    { type: 'Image/JPEG;q=1', format: 'jpeg', body: OK },
    { type: 'image/gif; charset=x', format: 'jpeg', body: INVALID_IMAGE },
  ];
  for (const { type, format, body } of cases) {
    test(`${type} with a ${format} → ${body === OK ? 'taken' : 'Invalid image'}`, async ({ server, owner }) => {
      const headers = { ...owner.auth, 'Content-Type': type };
      expect(await call(server, 'PUT', PATH, { headers, body: await plain(format, GREEN) })).toEqual(body);
      if (body === OK) await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=100`, GREEN);
      else await expectOldPicture(server, owner);
    });
  }
});

test(`PUT ${PATH} – a token changes only its own person's picture; with and without "Bearer"`, async ({ server, owner, person }) => {
  const { access } = await signIn(server, person);
  for (const Authorization of [`Bearer ${access}`, `bearer ${access}`, `BEARER  ${access}`, access]) {
    expect(await call(server, 'PUT', PATH, { headers: { Authorization }, body: await plain('png', [0, 0, 255]) })).toEqual(OK);
  }
  await expectPicture(`${server.baseURL}/u/${person.id}/avatar`, [0, 0, 255]);
  await expectOldPicture(server, owner);
});
