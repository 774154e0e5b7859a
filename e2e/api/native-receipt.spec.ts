import sharp from 'sharp';
import { type Color, colorAt, distance } from '../pictures';
import { expect, form, test } from './fixtures';

const PATH = '/api/me/avatar';

const told = () =>
  sharp({ create: { width: 300, height: 200, channels: 3, background: 'teal' } })
    .withExif({
      IFD0: { Make: 'Apple', Model: 'iPhone 13', Artist: 'Ada Lovelace' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 22/1 12/1' },
    })
    .jpeg()
    .toBuffer();

const REPORT = [
  { kind: 'location', values: ['52.50000, 13.37000'] },
  { kind: 'device', values: ['Apple', 'iPhone 13'] },
  { kind: 'names', values: ['Ada Lovelace'] },
];

test(`PUT ${PATH} – the reply says what was in the file beside the picture, and nothing says it again`, async ({ server, person }) => {
  const headers = { ...person.auth, 'Idempotency-Key': 'once' };
  const put = async () => fetch(server.baseURL + PATH, { method: 'PUT', headers, body: new Uint8Array(await told()) });
  const first = await (await put()).json();
  expect(first.removed).toEqual(REPORT);
  const { removed: _, ...rest } = first;
  const again = await put();
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await again.json()).toEqual(rest);
  for (const path of [PATH, '/api/me', '/api/me/avatars', `/api/users/${person.id}/avatar`]) {
    expect(await (await fetch(server.baseURL + path, { headers: person.auth })).text()).not.toMatch(/52\.5|iPhone|Lovelace"\]|removed/);
  }
});

test(`PUT and PATCH ${PATH} – JPEG shows the chosen colour behind what is transparent, the other formats stay transparent`, async ({
  server,
  person,
}) => {
  const clear = await sharp({ create: { width: 90, height: 90, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .png()
    .toBuffer();
  const jpeg = async (key: string) =>
    colorAt(Buffer.from(await (await fetch(`${server.baseURL}/media/${key}/64.jpg`)).arrayBuffer()), 0.5, 0.5);
  const expectGround = async (avatar: { key: string; background: string }, background: string, colour: Color) => {
    expect(avatar.background).toBe(background);
    expect(distance(await jpeg(avatar.key), colour)).toBeLessThan(6);
    const png = Buffer.from(await (await fetch(`${server.baseURL}/media/${avatar.key}/64.png`)).arrayBuffer());
    expect((await sharp(png).stats()).isOpaque).toBe(false);
  };
  const put = async (fields: Record<string, string>) =>
    fetch(server.baseURL + PATH, { method: 'PUT', headers: person.auth, body: form({ image: new Uint8Array(clear), ...fields }) });

  await expectGround(await (await put({})).json(), '#ffffff', [255, 255, 255]);
  const chosen = await (await put({ background: '#20A040' })).json();
  await expectGround(chosen, '#20a040', [32, 160, 64]);
  const patched = await fetch(server.baseURL + PATH, {
    method: 'PATCH',
    headers: { ...person.auth, 'Content-Type': 'application/json' },
    body: JSON.stringify({ background: '#102030' }),
  });
  const changed = await patched.json();
  await expectGround(changed, '#102030', [16, 32, 48]);
  expect(changed.crop).toEqual(chosen.crop);
  const wrong = await put({ background: 'red' });
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({
    code: 'invalid_request',
    fields: { background: 'Expected a colour such as #ffffff, got red.' },
  });
  expect((await (await fetch(server.baseURL + PATH, { headers: person.auth })).json()).key).toBe(changed.key);
});
