import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bearer, createTestApp, type TestPerson } from '@/testing/app';
import { base64Of, LINES_PATH, linesOf, openLines, resultsIn, serviceKeyOf } from '@/testing/in-process/lines';
import { type Colour, expectColour, expectOldPicture, oldPicture, openOwner } from '@/testing/in-process/pictures';
import { problem, wireOf } from '@/testing/in-process/wire';

const BLUE: Colour = [20, 60, 220];
const GREEN: Colour = [20, 140, 90];
const REASON = 'From the personnel office';

const app = await createTestApp();
const key = await serviceKeyOf(app);
const blue = await base64Of(BLUE);

/** Sends lines, and reads the results. */
async function put(lines: readonly (object | string)[], headers: Record<string, string> = bearer(key), of = app) {
  const response = await of.ask('PUT', LINES_PATH, { headers, body: linesOf(lines) });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  return resultsIn(await response.text());
}

const versionsOf = async (person: TestPerson): Promise<object[]> =>
  (await app.ask('GET', '/api/me/avatars', { headers: person.auth })).json();

describe('pictures of others, by lines', () => {
  it('are set and removed, by id and by e-mail address, with a result for each, and the people read why', async () => {
    const [ada, grace, eve] = [await app.open(), await app.open(), await openOwner(app)];
    const results = await put([
      { person: ada.id, reason: REASON, image: blue, name: 'ada.png', alt: 'Ada' },
      { person: grace.email.toUpperCase(), reason: REASON, image: await base64Of(GREEN) },
      { person: eve.id, reason: 'It shows another person', remove: true, block: 'person' },
    ]);
    expect(results).toEqual([
      { line: 1, status: 200, id: ada.id, changed: true, key: expect.stringMatching(/^[0-9a-f]{40}$/) },
      { line: 2, status: 200, id: grace.id, changed: true, key: expect.stringMatching(/^[0-9a-f]{40}$/) },
      { line: 3, status: 204, id: eve.id, changed: true, key: null },
    ]);
    await expectColour(app, `/u/${ada.id}/avatar`, BLUE);
    await expectColour(app, `/u/${grace.id}/avatar`, GREEN);
    const own = await (await app.ask('GET', '/api/me/avatar', { headers: ada.auth })).json();
    expect([own.name, own.alt]).toEqual(['ada.png', 'Ada']);
    const told = await (await app.ask('GET', '/api/me/avatar/moderation', { headers: ada.auth })).json();
    expect(told.notice).toMatchObject({ kind: 'set', reason: REASON });
    expect(await versionsOf(eve)).toEqual([]);
    const again = await app.ask('PUT', '/api/me/avatar', { headers: eve.auth, body: await oldPicture() });
    expect(await wireOf(again)).toEqual(problem(403, 'file_blocked'));
  });

  it('are in the audit log one by one, as changed by the key, with both picture keys', async () => {
    const owner = await openOwner(app);
    const { key: oldKey } = await (await app.ask('GET', '/api/me/avatar', { headers: owner.auth })).json();
    const [result] = await put([{ person: owner.id, reason: REASON, image: blue }]);
    const [entry] = await app.records.listAudit({ subjectId: owner.id }, { limit: 1 });
    expect(entry).toMatchObject({ actor: 'service-key', actorId: 1, action: 'picture-changed', address: '192.0.2.1' });
    expect(entry?.details).toEqual({ oldKey, newKey: (result as { key: string }).key, source: 'upload', reason: REASON });
  });

  it('change nothing when they are sent again', async () => {
    const owner = await openOwner(app);
    const lines = [{ person: owner.id, reason: REASON, image: blue }];
    const [first] = await put(lines);
    expect(await put(lines)).toEqual([{ ...first, changed: false }]);
    expect(await versionsOf(owner)).toHaveLength(2);
    expect(await put([{ person: owner.id, reason: REASON, image: blue, alt: 'Another' }])).toMatchObject([{ changed: true }]);
    const removal = [{ person: owner.id, reason: REASON, remove: true }];
    expect([...(await put(removal)), ...(await put(removal))]).toMatchObject([
      { status: 204, changed: true },
      { status: 204, changed: false },
    ]);
  });

  it('that are wrong stop no other, and have the status and code of a request on its own', async () => {
    const [ada, locked] = [await app.open(), await openOwner(app)];
    const json = { avatarLockedUntil: '2100-01-01T00:00:00Z', reason: 'Wait' };
    await app.ask('PATCH', `/api/people/${locked.id}`, { headers: app.admin().session, json });
    const line = { person: ada.id, reason: REASON, image: blue };
    const results = await put([
      'no JSON',
      '',
      { ...line, reason: '' },
      { ...line, image: undefined },
      { ...line, remove: true },
      { ...line, person: 'Ada' },
      { ...line, unknown: 1 },
      { ...line, person: 999_999 },
      { ...line, person: 'unknown@example.org' },
      { ...line, image: 'not Base64!' },
      { ...line, image: Buffer.from('no picture').toString('base64') },
      { ...line, image: Buffer.alloc(1_000_001).toString('base64') },
      'x'.repeat(1_500_000),
      { ...line, person: locked.id },
      line,
    ]);
    expect(
      results.map((result) =>
        Object.values(result)
          .slice(0, 4)
          .filter((value) => typeof value !== 'object'),
      ),
    ).toEqual([
      [1, 400, 'Invalid JSON in this line.', 'malformed_body'],
      [3, 400, 'reason: Expected a reason, which the person sees.', 'invalid_request'],
      [4, 400, 'image: Expected either image or remove.', 'invalid_request'],
      [5, 400, 'image: Expected either image or remove.', 'invalid_request'],
      [6, 400, 'person: Expected an id or an e-mail address.', 'invalid_request'],
      [7, 400, 'body: There are unknown fields.', 'invalid_request'],
      [8, 404, 'User 999999 not found.', 'not_found'],
      [9, 404, 'No account has this e-mail address.', 'not_found'],
      [10, 400, 'image: Expected the picture in Base64.', 'invalid_request'],
      [11, 415, 'This is a text file. Expected JPEG, PNG, WebP, GIF, AVIF or HEIC.', 'unsupported_format'],
      [12, 413, 'The file is too large. Expected at most 1000000 bytes (1 MiB).', 'file_too_large'],
      [13, 413, 'The line is too long. Expected at most 1398872 bytes.', 'file_too_large'],
      [14, 403, 'An administrator has locked this picture until 2100-01-01T00:00:00.000Z.', 'changes_disabled'],
      [15, 200, ada.id, true],
    ]);
    await expectColour(app, `/u/${ada.id}/avatar`, BLUE);
    await expectOldPicture(app, locked);
    // Details are those of the problem, and no request id: that of the response stands for all lines.
    expect(results[10]).toEqual({
      line: 12,
      status: 413,
      code: 'file_too_large',
      detail: expect.any(String),
      limitBytes: 1_000_000,
    });
  });

  it('are ten thousand at most, with those that are empty', async () => {
    const last = { line: 10_000, code: 'malformed_body' };
    const tooMany = { line: 10_001, status: 400, detail: 'Expected at most 10000 lines.' };
    expect(await put(['\n'.repeat(9_998), 'the last one', 'one too many', 'another'])).toMatchObject([last, tooMany]);
    expect(await put(['\n'.repeat(9_998), 'the last one', '', ''])).toMatchObject([last, tooMany]);
    expect(await put(['\n'.repeat(9_998), 'the last one', ''])).toMatchObject([last]);
    expect(await put(['\n'.repeat(20_000)])).toMatchObject([tooMany]);
  });

  it.each(['[{},', ' [[', '{"a":1,', '1,\t', '"\\"'])(
    'with much besides the picture are refused before they are parsed, such as of %j',
    async (piece) => {
      const ada = await app.open();
      const many = piece.repeat(1_000_000 / piece.length);
      const line = JSON.stringify({ person: ada.id, reason: REASON, image: blue });
      const beside = { code: 'malformed_body', detail: 'Expected at most 65536 bytes in this line beside the picture.' };
      expect(await put([many, line.replace('{', `{"alt":[${many}],`), line])).toMatchObject([beside, beside, { status: 200 }]);
    },
  );

  it('may have a picture with escaped slashes', async () => {
    const ada = await app.open();
    const image = Buffer.alloc(300_000, 0xff).toString('base64');
    const line = JSON.stringify({ person: ada.id, reason: REASON, image }).replaceAll('/', '\\/');
    expect(await put([line])).toMatchObject([{ code: 'unsupported_format' }]);
  });

  it('have the limits of the policy', async () => {
    const own = await createTestApp();
    const [admin, ada] = [own.admin(), await own.open()];
    await own.ask('PATCH', '/api/policy', { headers: admin.session, json: { acceptedFormats: ['jpeg'] } });
    const lines = [{ person: ada.id, reason: REASON, image: blue }];
    expect(await put(lines, bearer(await serviceKeyOf(own)), own)).toMatchObject([{ line: 1, status: 415, code: 'unsupported_format' }]);
  });

  it('are answered while others are still to come', async () => {
    const ada = await app.open();
    const { send, end, next } = await openLines(app, bearer(key));
    const line = `${JSON.stringify({ person: ada.id, reason: REASON, image: blue })}\n`;
    send(line.slice(0, 30));
    send(line.slice(30));
    expect(await next()).toMatchObject({ line: 1, status: 200, changed: true });
    send(line);
    expect(await next()).toMatchObject({ line: 2, status: 200, changed: false });
    end();
    expect(await next()).toBeNull();
  });

  it('change nothing more once the client is gone', async () => {
    const [ada, owner] = [await app.open(), await openOwner(app)];
    const { send, end, leave, next } = await openLines(app, bearer(key));
    send(`${JSON.stringify({ person: ada.id, reason: REASON, image: blue })}\n`);
    await next();
    await leave();
    send(`${JSON.stringify({ person: ada.id, reason: REASON, remove: true })}\n`);
    send(`${JSON.stringify({ person: owner.id, reason: REASON, remove: true })}\n`);
    end();
    // A request after it, so that the lines had their turn.
    await put([{ person: ada.id, reason: REASON, image: blue }]);
    await expectOldPicture(app, owner);
  });

  it('may be compressed, and are refused in a coding that is not known', async () => {
    const ada = await app.open();
    const body = gzipSync(linesOf([{ person: ada.id, reason: REASON, image: blue }]));
    const send = (coding: string) => app.ask('PUT', LINES_PATH, { headers: { ...bearer(key), 'Content-Encoding': coding }, body });
    expect(resultsIn(await (await send('gzip')).text())).toMatchObject([{ line: 1, status: 200 }]);
    expect(await wireOf(await send('zstd'))).toEqual(problem(415, 'unsupported_encoding'));
  });

  it('end where the body is cut short', async () => {
    const ada = await app.open();
    const response = await app.ask('PUT', LINES_PATH, {
      headers: { ...bearer(key), 'Content-Length': '100000' },
      body: linesOf([{ person: ada.id, reason: REASON, image: blue }, '']),
    });
    expect(resultsIn(await response.text())).toMatchObject([
      { line: 1, status: 200 },
      { line: 1, status: 400, code: 'truncated_body' },
    ]);
  });
});
